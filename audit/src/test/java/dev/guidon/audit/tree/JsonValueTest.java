// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonValueTest {

  @ParameterizedTest
  @MethodSource
  void whatIsNotJsonIsRefusedWithItsPlace(String json, String message) {
    assertThatThrownBy(() -> JsonValue.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> whatIsNotJsonIsRefusedWithItsPlace() {
    return Stream.of(
        argumentSet("nothing", "", "JSON at 0: the end (expected: a value)"),
        argumentSet("a word", "yes", "JSON at 0: yes (expected: a value)"),
        argumentSet("half a word", "tru", "JSON at 0: tru (expected: true)"),
        argumentSet("something after the end", "{} {}", "JSON at 3: {} (expected: the end)"),
        argumentSet(
            "a name twice",
            "{\"a\":1,\"a\":1}",
            "JSON at 7: \"a\":1} (expected: a name that the object does not have yet)"),
        argumentSet(
            "a name twice, escaped",
            "{\"a\":1,\"\\u0061\":1}",
            "JSON at 7: \"\\u0061\":1} (expected: a name that the object does not have yet)"),
        argumentSet("a comma too many", "[1,]", "JSON at 3: ] (expected: a value)"),
        argumentSet(
            "a comma too many in an object", "{\"a\":1,}", "JSON at 7: } (expected: a string)"),
        argumentSet("no colon", "{\"a\" 1}", "JSON at 5: 1} (expected: ':')"),
        argumentSet("an open array", "[1", "JSON at 2: the end (expected: ']')"),
        argumentSet("an open object", "{\"a\":1", "JSON at 6: the end (expected: '}')"),
        argumentSet("an open string", "\"a", "JSON at 2: the end (expected: the string's end)"),
        argumentSet(
            "a line break in a string",
            "\"a\nb\"",
            "JSON at 2: \nb\" (expected: the string's end)"),
        argumentSet(
            "an unknown escape", "\"\\x\"", "JSON at 2: x\" (expected: an escape that JSON knows)"),
        argumentSet("a short escape", "\"\\u12\"", "JSON at 5: \" (expected: a hexadecimal digit)"),
        argumentSet(
            "digits of another script",
            "\"\\u\u0661\u0661\u0661\u0661\"",
            "JSON at 3: \u0661\u0661\u0661\u0661\" (expected: a hexadecimal digit)"),
        argumentSet(
            "U+0000", "\"a\\u0000\"", "string: U+0000 at 1 (expected: any other character)"),
        argumentSet(
            "U+0000 in a name",
            "{\"\\u0000\":1}",
            "name: U+0000 at 0 (expected: any other character)"),
        argumentSet(
            "half a pair", "\"\\ud83d\"", "string: U+D83D at 0 (expected: any other character)"),
        argumentSet(
            "the other half",
            "\"a\\ude00\"",
            "string: U+DE00 at 1 (expected: any other character)"),
        argumentSet("a leading zero", "01", number("01")),
        argumentSet("a plus", "[1,+1]", "JSON at 3: +1] (expected: a value)"),
        argumentSet("no digits after the point", "1.", number("1.")),
        argumentSet("no digits before the point", "-.5", number("-.5")),
        argumentSet("not a number", "NaN", "JSON at 0: NaN (expected: a value)"),
        argumentSet("an exponent beyond all bounds", "1e1000", number("1e1000")),
        argumentSet("too many digits", "1".repeat(401), number("1".repeat(40))));
  }

  @Test
  void nestingIsBounded() {
    assertThat(JsonValue.parse("[".repeat(257) + "]".repeat(257))).isNotNull();
    assertThatThrownBy(() -> JsonValue.parse("[".repeat(258) + "]".repeat(258)))
        .hasMessage("JSON at 257: nested deeper than 256 (expected: at most that)");
    assertThatThrownBy(() -> JsonValue.parse("[".repeat(1_000_000)))
        .hasMessage("JSON at 257: nested deeper than 256 (expected: at most that)");
  }

  @Test
  void everyKindOfValueIsRead() {
    assertThat(JsonValue.parse("[{\"a\":-1.5e-3},[],\"\\u00e9\\ud83d\\ude00\",true,false,null]"))
        .hasToString("[{\"a\":-1.5e-3},[],\"é😀\",true,false,null]");
  }

  private static String number(String text) {
    return "number: "
        + text
        + " (expected: JSON, at most 400 characters, an exponent of at most 3 digits)";
  }
}
