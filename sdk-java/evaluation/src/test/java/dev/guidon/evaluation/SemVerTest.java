// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.semver4j.Semver;

class SemVerTest {

  private static final int NONE = Comparison.NO_ORDER;

  private final Random random = new Random(11);

  /// Identifiers here are of digits or of letters only: where they mix, semver4j compares digits in text as numbers
  /// (`rc10` above `rc9`) and text that begins with a digit as text (`1a` below `2`), against SemVer 2, §11.4.
  @Test
  void orderIsThatOfSemver4j() {
    Supplier<String> identifier =
        () -> random.nextBoolean() ? number() : one(List.of("a", "b", "alpha", "B", "z"));
    for (int i = 0; i < 50_000; i++) {
      String a = full(identifier);
      String b = random.nextInt(8) == 0 ? a : full(identifier);

      int expected = Integer.signum(Semver.parse(a).compareTo(Semver.parse(b)));

      assertThat(order(a, b)).as("%s against %s", a, b).isEqualTo(expected);
    }
  }

  @Test
  void orderIsThatOfSemVer2WhateverTheIdentifiers() {
    Supplier<String> identifier =
        () ->
            random.nextInt(3) == 0
                ? number()
                : one(List.of("a", "rc9", "rc10", "1a", "-", "--1", "0-", "A"));
    for (int i = 0; i < 50_000; i++) {
      String a = random.nextBoolean() ? full(identifier) : partial(identifier);
      String b = random.nextBoolean() ? full(identifier) : partial(identifier);

      assertThat(order(a, b)).as("%s against %s", a, b).isEqualTo(precedence(a, b));
    }
  }

  @Test
  void precedenceIsThatOfTheExamplesInSemVer2() {
    List<String> rising =
        List.of(
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "2.0.0",
            "2.1.0",
            "2.1.1");

    for (int i = 0; i < rising.size(); i++) {
      for (int j = 0; j < rising.size(); j++) {
        assertThat(order(rising.get(i), rising.get(j))).isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void versionIsWhatTheGrammarSays() {
    Pattern grammar =
        Pattern.compile(
            "v?N(\\.N(\\.N)?)?(-P(\\.P)*)?(\\+B(\\.B)*)?"
                .replace("N", "(0|[1-9][0-9]*)")
                .replace("P", "(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)")
                .replace("B", "[0-9a-zA-Z-]+"));
    int versions = 0;
    for (int i = 0; i < 300_000; i++) {
      String text =
          random
              .ints(random.nextInt(9), 0, 13)
              .mapToObj(c -> "v01.1.0-a+.2é".substring(c, c + 1))
              .collect(Collectors.joining());
      boolean valid = grammar.matcher(text).matches();
      versions += valid ? 1 : 0;

      assertThat(order(text, "1") != NONE).as(text).isEqualTo(valid);
      assertThat(SemVer.parse(text) != null).as(text).isEqualTo(valid);
    }
    assertThat(versions).isGreaterThan(1_000);
  }

  @Test
  void onlyWhatCountsIsKept() {
    assertThat(SemVer.parse("v1.2.3-rc.1+build.5")).hasToString("1.2.3-rc.1");
    assertThat(SemVer.parse("v7")).hasToString("7.0.0");
    assertThat(SemVer.parse("1.2+a-b")).hasToString("1.2.0");
    assertThat(SemVer.parse("1-a-b")).hasToString("1.0.0-a-b");
  }

  @Test
  void numbersAreOfAnyLength() {
    String nines = "9".repeat(100);
    String one = "1" + "0".repeat(100);

    assertThat(order(nines, one)).isEqualTo(-1);
    assertThat(order("1.0.0-" + one, "1.0.0-" + nines)).isEqualTo(1);
    assertThat(order("1.0.0-" + one, "1.0.0-" + one)).isEqualTo(0);
  }

  @Test
  void versionHas256CharactersAtMost() {
    String longest = "1.0.0-" + "a".repeat(250);

    assertThat(order(longest, "1")).isEqualTo(-1);
    assertThat(order(longest + "a", "1")).isEqualTo(NONE);
    assertThat(SemVer.parse(longest)).isNotNull();
    assertThat(SemVer.parse(longest + "a")).isNull();
    assertThat(SemVer.LOWEST_FIRST.compare(SemVer.parse("1"), SemVer.parse("2"))).isNegative();
    assertThat(SemVer.LOWEST_FIRST.compare(SemVer.parse("1-" + "a".repeat(254)), SemVer.parse("1")))
        .isNegative();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "v", "vv1", "V1", "1.", ".1", "1..2", "1.2.3.4", "01", "1.02", "-1", "+1", "1-", "1+",
        "1-a+", "1-a.", "1-.a", "1-01", "1-a..b", "1+a+b", "1-é", "1 ", " 1", "1.x", "\uff11"
      })
  void otherTextIsNoVersion(String text) {
    assertThat(order(text, "1")).isEqualTo(NONE);
    assertThat(SemVer.parse(text)).isNull();
  }

  private static int order(String text, String version) {
    return SemVer.parse(version).order(text);
  }

  private String full(Supplier<String> identifier) {
    return number() + "." + number() + "." + number() + suffixes(identifier);
  }

  private String partial(Supplier<String> identifier) {
    String numbers =
        IntStream.rangeClosed(0, random.nextInt(3))
            .mapToObj(i -> number())
            .collect(Collectors.joining("."));
    return (random.nextBoolean() ? "v" : "") + numbers + suffixes(identifier);
  }

  private String suffixes(Supplier<String> identifier) {
    String pre =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(i -> identifier.get())
            .collect(Collectors.joining("."));
    return (pre.isEmpty() ? "" : "-" + pre) + (random.nextInt(4) == 0 ? "+build.01" : "");
  }

  private String number() {
    return one(List.of("0", "1", "2", "9", "10", "11", "100"));
  }

  private String one(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  // SemVer 2, §11, word by word.

  private static int precedence(String a, String b) {
    String[] first = parts(a);
    String[] second = parts(b);
    for (int i = 0; i < 3; i++) {
      int order = numbers(first[0], i).compareTo(numbers(second[0], i));
      if (order != 0) {
        return order;
      }
    }
    if (first.length < 2 || second.length < 2) {
      return Integer.compare(second.length, first.length);
    }
    List<String> these = List.of(first[1].split("\\.", -1));
    List<String> those = List.of(second[1].split("\\.", -1));
    return IntStream.range(0, Math.min(these.size(), those.size()))
        .map(i -> identifiers(these.get(i), those.get(i)))
        .filter(order -> order != 0)
        .findFirst()
        .orElse(Integer.compare(these.size(), those.size()));
  }

  /// The numbers, and the pre-release if there is one.
  private static String[] parts(String version) {
    return Stream.of(version.replaceFirst("^v", "").replaceFirst("\\+.*", "").split("-", 2))
        .toArray(String[]::new);
  }

  private static BigInteger numbers(String release, int i) {
    String[] numbers = release.split("\\.", -1);
    return i < numbers.length ? new BigInteger(numbers[i]) : BigInteger.ZERO;
  }

  private static int identifiers(String a, String b) {
    boolean aNumeric = a.matches("[0-9]+");
    boolean bNumeric = b.matches("[0-9]+");
    if (aNumeric && bNumeric) {
      return new BigInteger(a).compareTo(new BigInteger(b));
    }
    return aNumeric != bNumeric
        ? Boolean.compare(bNumeric, aNumeric)
        : Integer.signum(a.compareTo(b));
  }
}
