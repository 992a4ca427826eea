// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e400",
        "NaN",
        "tru",
        "nul",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\t\"",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "[1] 2",
        "{1:2}",
        "\uFEFF{}",
        "-",
        "--1"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonText.read(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo("invalid-json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[1", "{\"a\": }", "\"a", "nul", "[1] 2", "{\"a\":1,\"a\":2}", "1e400"})
  void aRefusalSaysWhereAndNothingOfTheLibrary(String text) {
    assertThatThrownBy(() -> JsonText.read(text))
        .hasMessageMatching("invalid-json: line 1, column [0-9]+: [^`]*")
        .hasMessageNotContaining("Source")
        .hasMessageNotContaining("Stream");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    assertThatThrownBy(() -> JsonText.read(new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"'}))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void everyEscapeIsRead() {
    assertThat(JsonText.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\""))
        .isEqualTo(Value.of("\"\\/\b\f\n\r\té😀"));
  }

  @Test
  void depthAndLengthHaveLimits() {
    assertThat(JsonText.read("[".repeat(64) + "]".repeat(64))).isNotNull();
    assertThatThrownBy(() -> JsonText.read("[".repeat(65) + "]".repeat(65)))
        .hasMessageContaining("depth (65) exceeds the maximum allowed (64)");
    assertThatThrownBy(() -> JsonText.read("{\"" + "n".repeat(257) + "\":1}"))
        .hasMessageContaining("Name length (257) exceeds the maximum allowed (256)");
    assertThatThrownBy(() -> JsonText.read("\"" + "s".repeat(256 * 1024 + 1) + "\""))
        .hasMessageContaining("String value length (262145) exceeds the maximum allowed (262144)");
    assertThatThrownBy(() -> JsonText.read("1".repeat(65)))
        .hasMessageContaining("Number value length (65) exceeds the maximum allowed (64)");
  }

  @Test
  void integersAreWrittenWithoutADecimalPoint() {
    assertThat(JsonText.write(JsonText.read("[1.0, -0, 1e3, 0.5, 9007199254740993]")))
        .isEqualTo("[1,0,1000,0.5,9.007199254740992E15]");
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    var random = new Random(20_261_121);
    for (int i = 0; i < 20_000; i++) {
      Value value = value(random, 0);

      assertThat(JsonText.read(JsonText.write(value).getBytes(UTF_8))).isEqualTo(value);
    }
  }

  @Test
  void anyGarbageIsReadOrRefusedAndNothingElse() {
    var random = new Random(7);
    String alphabet = "{}[]\",:\\0123456789.eE+-truefalsn ubd\u0000\uD800é";
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        assertThat(JsonText.read(text.toString())).isNotNull();
      } catch (ProblemException e) {
        assertThat(e.problem().code()).isEqualTo("invalid-json");
      }
    }
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 4 : 6)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextBoolean() ? random.nextInt() : random.nextGaussian() * 1e200);
      case 3 -> Value.of(text(random));
      case 4 -> {
        List<Value> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(value(random, depth + 1));
        }
        yield Value.of(elements);
      }
      default -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          fields.put(text(random), value(random, depth + 1));
        }
        yield Value.of(fields);
      }
    };
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(6), 0, 0x10000)
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
