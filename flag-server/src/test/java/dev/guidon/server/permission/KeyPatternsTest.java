// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyPatternsTest {

  static Stream<Arguments> matches() {
    return Stream.of(
        argumentSet("no pattern means every key", List.of(), "web", true),
        argumentSet("a star means every key", List.of("*"), "web", true),
        argumentSet("a key means itself", List.of("web"), "web", true),
        argumentSet("a key means no other", List.of("web"), "webshop", false),
        argumentSet("the case counts", List.of("web"), "Web", false),
        argumentSet("a prefix", List.of("web-*"), "web-shop", true),
        argumentSet("a suffix", List.of("*-eu"), "web-us", false),
        argumentSet("stars are tried anew", List.of("*a*b"), "aab-ab", true),
        argumentSet("one of several", List.of("web", "shop"), "shop", true),
        argumentSet("all but one: the one", List.of("*", "!production"), "production", false),
        argumentSet("all but one: another", List.of("*", "!production"), "staging", true),
        argumentSet("nothing but an exclusion means nothing", List.of("!a"), "b", false));
  }

  @ParameterizedTest
  @MethodSource
  void matches(List<String> patterns, String key, boolean expected) {
    assertThat(new KeyPatterns(patterns).matches(key)).isEqualTo(expected);
  }

  static Stream<Arguments> covers() {
    return Stream.of(
        argumentSet("all cover all", List.of(), List.of("*"), true),
        argumentSet("all cover some", List.of("*"), List.of("web"), true),
        argumentSet("some do not cover all", List.of("web"), List.of(), false),
        argumentSet("a prefix covers a longer one", List.of("w*"), List.of("web-*"), true),
        argumentSet("not the other way round", List.of("web-*"), List.of("w*"), false),
        argumentSet("an exclusion is kept", List.of("*", "!p"), List.of("*", "!p", "!q"), true),
        argumentSet("an exclusion that is missing", List.of("*", "!p"), List.of("a*"), false),
        argumentSet("a key beside the exclusion", List.of("*", "!p"), List.of("q"), true));
  }

  @ParameterizedTest
  @MethodSource
  void covers(List<String> patterns, List<String> others, boolean expected) {
    assertThat(new KeyPatterns(patterns).covers(new KeyPatterns(others))).isEqualTo(expected);
  }

  @Test
  void whatIsSaidToCoverMatchesEveryKeyOfTheOther() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_128);
    int covered = 0;
    for (int i = 0; i < 20_000; i++) {
      KeyPatterns one = patterns(random);
      KeyPatterns other = patterns(random);
      if (one.covers(other)) {
        covered++;
        for (int j = 0; j < 30; j++) {
          String key = text(random, "ab", 5);
          assertThat(!other.matches(key) || one.matches(key))
              .as("%s covers %s, but not the key %s", one, other, key)
              .isTrue();
        }
      }
    }
    assertThat(covered).isGreaterThan(1_000);
  }

  private static KeyPatterns patterns(RandomGenerator random) {
    return new KeyPatterns(
        Stream.generate(() -> (random.nextInt(4) == 0 ? "!" : "") + text(random, "ab*", 4))
            .limit(random.nextInt(4))
            .toList());
  }

  private static String text(RandomGenerator random, String letters, int longest) {
    return random
        .ints(1 + random.nextInt(longest), 0, letters.length())
        .mapToObj(i -> letters.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
