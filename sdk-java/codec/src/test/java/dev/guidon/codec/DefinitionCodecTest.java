// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.Variation;
import dev.guidon.proto.definition.v1.ListValue;
import dev.guidon.proto.definition.v1.Segment;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionCodecTest {

  private static final byte[] GARBAGE = HexFormat.of().parseHex("ffffffff");

  /// The records hold NaN and minus zero, too, which `equals` of records compares as `Double` does.
  @Test
  void whatIsWrittenIsReadBack() {
    for (long seed = 0; seed < 3_000; seed++) {
      var random = new RandomDefinitions(seed);
      FlagDefinition flag = random.flag("flag");
      Targeting targeting = random.targeting("flag");
      SegmentDefinition segment = random.segment("segment");

      assertThat(DefinitionCodec.decodeFlag("flag", DefinitionCodec.encode(flag)))
          .as("flag of seed %d", seed)
          .isEqualTo(flag);
      assertThat(DefinitionCodec.decodeTargeting("flag", DefinitionCodec.encode(targeting)))
          .as("targeting of seed %d", seed)
          .isEqualTo(targeting);
      assertThat(DefinitionCodec.decodeSegment("segment", DefinitionCodec.encode(segment)))
          .as("segment of seed %d", seed)
          .isEqualTo(segment);
    }
  }

  @Test
  void equalDefinitionsHaveEqualBytes() {
    for (long seed = 0; seed < 500; seed++) {
      assertThat(DefinitionCodec.encode(new RandomDefinitions(seed).targeting("a")))
          .isEqualTo(DefinitionCodec.encode(new RandomDefinitions(seed).targeting("a")));
    }
  }

  @Test
  void bytesOfAFlagAreTheseInThisRelease() {
    var flag =
        new FlagDefinition(
            "checkout",
            "boolean",
            List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE)),
            false);

    assertThat(DefinitionCodec.encode(flag))
        .asHexString()
        .isEqualToIgnoringCase(
            "0a07626f6f6c65616e" + "12080a026f6e12021001" + "12090a036f666612021000");
  }

  @Test
  void valuesMayLie64Deep() {
    Value value = Value.of("innermost");
    for (int i = 0; i < 64; i++) {
      value = i % 2 == 0 ? Value.of(List.of(value)) : Value.of(java.util.Map.of("a", value));
    }
    var flag = new FlagDefinition("deep", "json", List.of(new Variation("a", value)), false);

    assertThat(DefinitionCodec.decodeFlag("deep", DefinitionCodec.encode(flag))).isEqualTo(flag);
  }

  @Test
  void bytesNestedWithoutEndAreReadAsMalformed() {
    byte[] bytes = new byte[100_000];
    java.util.Arrays.fill(bytes, (byte) 0x12);

    assertThat(DefinitionCodec.decodeFlag("a", bytes).type()).isNull();
  }

  @Test
  void unreadableFlagAndTargetingAreEmpty() {
    assertThat(DefinitionCodec.decodeFlag("a", GARBAGE))
        .isEqualTo(new FlagDefinition("a", null, null, false));
    assertThat(DefinitionCodec.decodeTargeting("a", GARBAGE))
        .isEqualTo(new Targeting("a", null, null, List.of(), List.of(), List.of(), null));
  }

  @Test
  void unreadableSegmentHasAClauseWithoutOperator() {
    SegmentDefinition segment = DefinitionCodec.decodeSegment("a", GARBAGE);

    assertThat(segment.rules().get(0).clauses())
        .containsExactly(new Clause(null, null, null, List.of(), false, false, null));
  }

  @Test
  void everyPrefixOfADefinitionIsReadWithoutFailing() {
    byte[] bytes = DefinitionCodec.encode(new RandomDefinitions(7).targeting("a"));

    for (int length = 0; length < bytes.length; length++) {
      byte[] prefix = java.util.Arrays.copyOf(bytes, length);
      assertThat(DefinitionCodec.decodeTargeting("a", prefix).flagKey()).isEqualTo("a");
    }
  }

  @Test
  void fieldsOfLaterReleasesAreIgnored() {
    byte[] flag = DefinitionCodec.encode(new FlagDefinition("a", "string", null, true));
    // Field 1000, a varint.
    byte[] later = HexFormat.of().parseHex("c03e01");
    byte[] bytes = ByteString.copyFrom(flag).concat(ByteString.copyFrom(later)).toByteArray();

    assertThat(DefinitionCodec.decodeFlag("a", bytes))
        .isEqualTo(new FlagDefinition("a", "string", null, true));
  }

  @Test
  void valueOfALaterReleaseIsAbsentInAVariation() {
    var message =
        dev.guidon.proto.definition.v1.Flag.newBuilder()
            .addVariations(
                dev.guidon.proto.definition.v1.Variation.newBuilder()
                    .setKey("a")
                    .setValue(
                        dev.guidon.proto.definition.v1.Value.newBuilder()
                            .setListValue(
                                ListValue.newBuilder()
                                    .addElements(
                                        dev.guidon.proto.definition.v1.Value
                                            .getDefaultInstance()))))
            .build();

    assertThat(DefinitionCodec.decodeFlag("a", message.toByteArray()).variations())
        .containsExactly(new Variation("a", null));
  }

  @Test
  void untilOfALaterReleaseIsNotTakenForNoUntil() {
    var message =
        Segment.newBuilder()
            .addIncluded(
                dev.guidon.proto.definition.v1.SegmentMember.newBuilder()
                    .setTargetingKey("user-1")
                    .setUntil(dev.guidon.proto.definition.v1.Value.getDefaultInstance()))
            .build();

    assertThat(DefinitionCodec.decodeSegment("a", message.toByteArray()).included())
        .containsExactly(new SegmentMember(null, "user-1", Value.NULL));
  }

  @Test
  void textThatBytesCannotSayIsRefused() {
    var targeting =
        new Targeting(
            "a", true, null, List.of(), List.of(), List.of(), new FixedVariation("x\ud800"));

    assertThatThrownBy(() -> DefinitionCodec.encode(targeting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: well-formed Unicode");
  }

  @Test
  void instantIsRefused() {
    var flag =
        new FlagDefinition(
            "a", "json", List.of(new Variation("a", Value.of(Instant.EPOCH))), false);

    assertThatThrownBy(() -> DefinitionCodec.encode(flag))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("definitions write instants as text");
  }
}
