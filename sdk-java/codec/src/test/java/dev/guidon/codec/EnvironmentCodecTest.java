// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.guidon.proto.sync.v1.EnvironmentSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentCodecTest {

  private static final DefinitionObject FLAG =
      DefinitionObject.of(DefinitionKind.FLAG, "a", 1, new byte[] {1, 2});
  private static final DefinitionObject SEGMENT =
      DefinitionObject.of(DefinitionKind.SEGMENT, "a", Long.MAX_VALUE, new byte[0]);
  private static final ByteString GARBAGE = ByteString.fromHex("ffffffff");

  @Test
  void snapshotIsReadBack() throws UnreadableException {
    ByteString bytes = EnvironmentCodec.encodeSnapshot(List.of(FLAG, SEGMENT));

    assertThat(EnvironmentCodec.decodeSnapshot(bytes)).containsExactly(FLAG, SEGMENT);
  }

  @Test
  void deltaIsReadBack() throws UnreadableException {
    var delta =
        new EnvironmentDelta(
            List.of(FLAG, SEGMENT), List.of(new DefinitionName(DefinitionKind.TARGETING, "a")));

    assertThat(EnvironmentCodec.decodeDelta(EnvironmentCodec.encodeDelta(delta))).isEqualTo(delta);
  }

  @Test
  void garbageIsUnreadable() {
    assertThatThrownBy(() -> EnvironmentCodec.decodeSnapshot(GARBAGE))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("snapshot: not an EnvironmentSnapshot");
    assertThatThrownBy(() -> EnvironmentCodec.decodeDelta(GARBAGE))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("delta: not an EnvironmentDelta");
  }

  @Test
  void objectOfAnUnknownKindIsUnreadable() {
    ByteString bytes =
        EnvironmentSnapshot.newBuilder()
            .addObjects(
                dev.guidon.proto.sync.v1.DefinitionObject.newBuilder().setKindValue(9).setKey("a"))
            .build()
            .toByteString();

    assertThatThrownBy(() -> EnvironmentCodec.decodeSnapshot(bytes))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("kind: UNRECOGNIZED (expected: flag, targeting or segment)");
  }

  @Test
  void nameThatOccursTwiceIsUnreadable() {
    var object =
        dev.guidon.proto.sync.v1.DefinitionObject.newBuilder()
            .setKind(dev.guidon.proto.sync.v1.DefinitionKind.DEFINITION_KIND_FLAG)
            .setKey("a");
    var name =
        dev.guidon.proto.sync.v1.DefinitionName.newBuilder()
            .setKind(dev.guidon.proto.sync.v1.DefinitionKind.DEFINITION_KIND_FLAG)
            .setKey("a");

    assertThatThrownBy(() ->
            EnvironmentCodec.decodeSnapshot(
                EnvironmentSnapshot.newBuilder()
                    .addObjects(object)
                    .addObjects(object)
                    .build()
                    .toByteString()))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("definition: FLAG a occurs twice (expected: once)");
    assertThatThrownBy(() ->
            EnvironmentCodec.decodeDelta(
                dev.guidon.proto.sync.v1.EnvironmentDelta.newBuilder()
                    .addPuts(object)
                    .addDeletes(name)
                    .build()
                    .toByteString()))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("definition: FLAG a occurs twice (expected: once)");
  }
}
