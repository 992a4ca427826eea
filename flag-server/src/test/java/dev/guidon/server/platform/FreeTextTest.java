// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.text.Normalizer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FreeTextTest {

  static Stream<String> fine() {
    return Stream.of("", "Checkout", "two\nlines", "naïve 日本 שלום مرحبا", "👩‍👩‍👧", "a\u00a0b");
  }

  @ParameterizedTest
  @MethodSource("fine")
  void whatEveryReaderSeesTheSameWayIsTaken(String text) {
    assertThat(FreeText.problem(text, 200)).isEmpty();
  }

  static Stream<Arguments> forbidden() {
    return Stream.of(
        argumentSet("what no text can hold", "a\u0000", "U+0000"),
        argumentSet("a bell", "a\u0007", "U+0007"),
        argumentSet("a tab", "a\tb", "U+0009"),
        argumentSet("a carriage return", "a\rb", "U+000D"),
        argumentSet("an escape, which terminals obey", "\u001b[31m", "U+001B"),
        argumentSet("a control of the upper half", "a\u0085", "U+0085"),
        argumentSet("an override of direction", "a\u202eb", "U+202E"),
        argumentSet("an isolate", "a\u2066b", "U+2066"),
        argumentSet("a mark of direction", "a\u200fb", "U+200F"),
        argumentSet("the Arabic mark of direction", "a\u061cb", "U+061C"),
        argumentSet("the first half of a pair", "a\ud83d", "U+D83D"),
        argumentSet("the second half of a pair", "\ude00a", "U+DE00"));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void aCharacterThatMisleadsIsRefusedByItsName(String text, String character) {
    assertThat(FreeText.problem(text, 200)).contains(character + " (expected: no such character)");
  }

  @Test
  void textIsInNormalFormC() {
    assertThat(FreeText.problem(Normalizer.normalize("é", Normalizer.Form.NFD), 200))
        .hasValueSatisfying(problem -> assertThat(problem).contains("expected: NFC"));
  }

  @Test
  void lengthCountsCharactersAndNotHalvesOfPairs() {
    assertThat(FreeText.problem("😀".repeat(200), 200)).isEmpty();
    assertThat(FreeText.problem("😀".repeat(201), 200))
        .contains("201 characters (expected: at most 200)");
  }
}
