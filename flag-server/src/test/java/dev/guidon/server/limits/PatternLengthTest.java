// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PatternLengthTest {

  static Stream<Arguments> patterns() {
    return Stream.of(
        argumentSet("nothing", "", 0L),
        argumentSet("characters", "abc", 3L),
        argumentSet("a repetition without end", "a*b+c?", 6L),
        argumentSet("a lazy one", "a*?", 3L),
        argumentSet("so many", "a{7}", 7L),
        argumentSet("from so many on", "a{7,}", 8L),
        argumentSet("up to so many", "a{2,9}", 9L),
        argumentSet("up to none", "a{0}", 1L),
        argumentSet("a group", "(ab){10}", 40L),
        argumentSet("nested groups", "((a{10}){10}){10}", 1_220L),
        argumentSet("a class", "[a-z]{5}", 5L),
        argumentSet("a class with braces and brackets", "[]{9}[:alpha:]\\]]{5}", 5L),
        argumentSet("a class that only seems to name another", "[[:a](b{10}){10}", 121L),
        argumentSet("a negated class", "[^]a]{5}", 5L),
        argumentSet("escapes", "\\d\\p{Lu}\\x{10FFFF}\\{", 4L),
        argumentSet("a quotation", "\\Qa{1000}\\E", 7L),
        argumentSet("a brace that repeats nothing", "a{b}", 4L),
        argumentSet("groups left open", "((a", 5L),
        argumentSet("groups closed too often", "a))b", 2L),
        argumentSet("an escape at the end", "a\\", 2L),
        argumentSet("a class left open", "[a", 1L),
        argumentSet("a repetition left open", "a{3", 3L));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void lengthIsThatOfThePatternWrittenOut(String pattern, long length) {
    assertThat(PatternLength.of(pattern)).isEqualTo(length);
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void whatWouldFillTheMemoryIsTooLong(String pattern) {
    assertThat(PatternLength.of(pattern)).isGreaterThan(10_000);
  }

  static Stream<String> bombs() {
    return Stream.of(
        "(((a{1000}){1000}){1000})",
        "(x{999999999}){999999999}",
        "(".repeat(200) + "a" + "){2}".repeat(200),
        "(((a{0,1000}){0,1000}){0,1000})*",
        "[a-z]{1000}".repeat(40),
        "[[:a](a{1000}){1000}");
  }
}
