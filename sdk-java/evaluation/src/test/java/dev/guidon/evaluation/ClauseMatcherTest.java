// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.clause;
import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.ignoringCase;
import static dev.guidon.evaluation.Definitions.not;
import static dev.guidon.evaluation.Definitions.ofKind;
import static dev.guidon.evaluation.Definitions.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.definition.Clause;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ClauseMatcherTest {

  private static final Value LIST_OF_LIST = Value.of(List.of(Value.of(List.of(Value.of("a")))));
  private static final Value OBJECT = Value.of(Map.of("a", Value.of("a")));

  /// One clause of each operator that compares.
  static final List<Clause> COMPARISONS =
      List.of(
          clause("a", "in", "a"),
          clause("a", "in", "a", "b"),
          clause("a", "in", "a", 1, true),
          ignoringCase(clause("a", "in", "a")),
          clause("a", "startsWith", "a"),
          clause("a", "endsWith", "a"),
          clause("a", "contains", "a"),
          ignoringCase(clause("a", "contains", "a")),
          clause("a", "matches", "a"),
          clause("a", "lessThan", 1),
          clause("a", "lessThanOrEqual", 1),
          clause("a", "greaterThan", 1),
          clause("a", "greaterThanOrEqual", 1),
          clause("a", "before", 1),
          clause("a", "after", 1),
          clause("a", "semVerEqual", "1"),
          clause("a", "semVerLessThan", "1"),
          clause("a", "semVerLessThanOrEqual", "1"),
          clause("a", "semVerGreaterThan", "1"),
          clause("a", "semVerGreaterThanOrEqual", "1"),
          clause("a", "inCidr", "10.0.0.0/8"));

  @ParameterizedTest
  @FieldSource("COMPARISONS")
  void missingAttributeMatchesNeitherWay(Clause clause) {
    assertNeither(clause, EvaluationContext.of("ann"));
    assertNeither(clause, EvaluationContext.builder("ann").set("a", Value.NULL).build());
    assertNeither(ofKind("organization", clause), EvaluationContext.of("ann"));
  }

  @ParameterizedTest
  @FieldSource("COMPARISONS")
  void whatTheOperatorDoesNotReadIsFalse(Clause clause) {
    for (Value value :
        List.of(
            Value.of(List.of()),
            Value.of(List.of(Value.NULL)),
            LIST_OF_LIST,
            OBJECT,
            Value.of(Double.NaN),
            Value.of(Double.POSITIVE_INFINITY),
            Value.of(Double.NEGATIVE_INFINITY),
            Value.of("nothing of the sort"),
            Value.FALSE)) {
      assertThat(matches(clause, value)).as("%s", value).isFalse();
      assertThat(matches(not(clause), value)).as("not %s", value).isTrue();
    }
  }

  private static void assertNeither(Clause clause, EvaluationContext context) {
    assertThat(matches(clause, context)).isFalse();
    assertThat(matches(not(clause), context)).isFalse();
  }

  @Test
  void anyElementOfAListCounts() {
    Value list = Value.of(List.of(Value.NULL, Value.of(1), Value.of("a"), LIST_OF_LIST));

    assertThat(matches(clause("a", "in", "a"), list)).isTrue();
    assertThat(matches(not(clause("a", "in", "a")), list)).isFalse();
    assertThat(matches(clause("a", "in", "b"), list)).isFalse();
    assertThat(matches(not(clause("a", "in", "b")), list)).isTrue();
    assertThat(matches(clause("a", "lessThan", 2), list)).isTrue();
  }

  @Test
  void existsAsksForAnythingButNull() {
    for (Value value :
        List.of(Value.of(""), Value.of(0), Value.FALSE, Value.of(List.of()), Value.of(Map.of()))) {
      assertThat(matches(clause("a", "exists"), value)).as("%s", value).isTrue();
      assertThat(matches(not(clause("a", "exists")), value)).as("%s", value).isFalse();
    }
    assertThat(matches(clause("a", "exists"), Value.NULL)).isFalse();
    assertThat(matches(not(clause("a", "exists")), Value.NULL)).isTrue();
    assertThat(matches(clause("targetingKey", "exists"), EvaluationContext.anonymous())).isFalse();
    assertThat(matches(clause("kind", "exists"), EvaluationContext.anonymous())).isTrue();
  }

  @Test
  void inComparesWithinOneType() {
    Clause mixed = clause("a", "in", "1", 2, true, -0.0);

    assertThat(matches(mixed, Value.of("1"))).isTrue();
    assertThat(matches(mixed, Value.of(1))).isFalse();
    assertThat(matches(mixed, Value.of(2.0))).isTrue();
    assertThat(matches(mixed, Value.of("2"))).isFalse();
    assertThat(matches(mixed, Value.of(0.0))).isTrue();
    assertThat(matches(mixed, Value.of(-0.0))).isTrue();
    assertThat(matches(mixed, Value.TRUE)).isTrue();
    assertThat(matches(mixed, Value.FALSE)).isFalse();
    assertThat(matches(mixed, Value.of("true"))).isFalse();
    assertThat(matches(mixed, Value.of(Instant.EPOCH))).isFalse();
    assertThat(matches(clause("a", "in", false), Value.FALSE)).isTrue();
    assertThat(matches(clause("a", "in", false), Value.TRUE)).isFalse();
    assertThat(matches(clause("a", "in", 3, 1, 2), Value.of(1))).isTrue();
  }

  @Test
  void textsCompareExactlyUnlessCaseIsIgnored() {
    assertThat(matches(clause("a", "in", "Straße"), Value.of("straße"))).isFalse();
    assertThat(matches(ignoringCase(clause("a", "in", "STRAẞE")), Value.of("straße"))).isTrue();
    assertThat(matches(ignoringCase(clause("a", "in", "STRASSE")), Value.of("straße"))).isFalse();
    assertThat(matches(ignoringCase(clause("a", "in", "A", 1)), Value.of("a"))).isTrue();
    assertThat(matches(ignoringCase(clause("a", "in", "A", 1)), Value.of(1))).isTrue();
    assertThat(matches(ignoringCase(clause("a", "in", "A")), Value.of("aa"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "startsWith, Abc, Ab, true",
    "startsWith, Abc, bc, false",
    "startsWith, Ab, Abc, false",
    "startsWith, Abc, '', true",
    "startsWith, '', '', true",
    "endsWith, Abc, bc, true",
    "endsWith, Abc, Ab, false",
    "endsWith, bc, Abc, false",
    "endsWith, Abc, '', true",
    "contains, Abcd, bc, true",
    "contains, Abcd, cb, false",
    "contains, Abcd, Abcd, true",
    "contains, bc, Abcd, false",
    "contains, '', '', true"
  })
  void partsOfTextAreFound(String operator, String text, String part, boolean found) {
    assertThat(matches(clause("a", operator, part), Value.of(text))).isEqualTo(found);
    assertThat(matches(clause("a", operator, "no", part), Value.of(text))).isEqualTo(found);
    Clause folded = ignoringCase(clause("a", operator, part.toUpperCase(Locale.ROOT)));
    assertThat(matches(folded, Value.of(text))).isEqualTo(found);
  }

  @Test
  void severalBoundsAreAnyOfThem() {
    assertThat(matches(clause("a", "lessThan", 1, 3, 2), Value.of(2.5))).isTrue();
    assertThat(matches(clause("a", "lessThan", 1, 3, 2), Value.of(3))).isFalse();
    assertThat(matches(clause("a", "lessThanOrEqual", 1, 3, 2), Value.of(3))).isTrue();
    assertThat(matches(clause("a", "greaterThan", 3, 1, 2), Value.of(1))).isFalse();
    assertThat(matches(clause("a", "greaterThanOrEqual", 3, 1, 2), Value.of(1))).isTrue();
    assertThat(matches(clause("a", "greaterThanOrEqual", 3, 1, 2), Value.of(0.5))).isFalse();
    assertThat(matches(clause("a", "semVerEqual", "1", "2", "3"), Value.of("2.0"))).isTrue();
    assertThat(matches(clause("a", "semVerLessThan", "1", "3", "2"), Value.of("2.9"))).isTrue();
    assertThat(matches(clause("a", "semVerGreaterThan", "3", "1", "2"), Value.of("1.1"))).isTrue();
    assertThat(matches(clause("a", "before", 5, 9, 7), Value.of(8))).isTrue();
    assertThat(matches(clause("a", "after", 9, 5, 7), Value.of(6))).isTrue();
    assertThat(matches(clause("a", "after", 9, 5, 7), Value.of(5))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "lessThan, true, false, false", "lessThanOrEqual, true, true, false",
    "greaterThan, false, false, true", "greaterThanOrEqual, false, true, true"
  })
  void numbersCompareWithABound(String operator, boolean below, boolean equal, boolean above) {
    Clause clause = clause("a", operator, -0.0);

    assertThat(matches(clause, Value.of(-Double.MIN_VALUE))).isEqualTo(below);
    assertThat(matches(clause, Value.of(0.0))).isEqualTo(equal);
    assertThat(matches(clause, Value.of(-0.0))).isEqualTo(equal);
    assertThat(matches(clause, Value.of(Double.MIN_VALUE))).isEqualTo(above);
  }

  @ParameterizedTest
  @CsvSource({
    "semVerLessThan, true, false, false",
    "semVerLessThanOrEqual, true, true, false",
    "semVerEqual, false, true, false",
    "semVerGreaterThan, false, false, true",
    "semVerGreaterThanOrEqual, false, true, true"
  })
  void versionsCompareWithABound(String operator, boolean below, boolean equal, boolean above) {
    Clause clause = clause("a", operator, "2.0.0");

    assertThat(matches(clause, Value.of("2.0.0-rc"))).isEqualTo(below);
    assertThat(matches(clause, Value.of("v2+build"))).isEqualTo(equal);
    assertThat(matches(clause, Value.of("2.0.1"))).isEqualTo(above);
    assertThat(matches(clause, Value.of("2.0.0.0"))).isFalse();
    assertThat(matches(clause, Value.of(2))).isFalse();
  }

  @Test
  void instantsCompareInEveryForm() {
    Clause before = clause("a", "before", "1970-01-01T00:00:01Z");
    Clause after = clause("a", "after", 1_000);

    for (Value earlier :
        List.of(Value.of("1970-01-01T00:00:00Z"), Value.of(999.9), Value.of(Instant.EPOCH))) {
      assertThat(matches(before, earlier)).as("%s", earlier).isTrue();
      assertThat(matches(after, earlier)).as("%s", earlier).isFalse();
    }
    for (Value same :
        List.of(
            Value.of("1970-01-01T01:00:01+01:00"),
            Value.of(1_000),
            Value.of(Instant.ofEpochSecond(1)))) {
      assertThat(matches(before, same)).as("%s", same).isFalse();
      assertThat(matches(after, same)).as("%s", same).isFalse();
    }
    for (Value later :
        List.of(
            Value.of("1970-01-01T00:00:01.000000001Z"), Value.of(1e300), Value.of(Instant.MAX))) {
      assertThat(matches(before, later)).as("%s", later).isFalse();
      assertThat(matches(after, later)).as("%s", later).isTrue();
    }
  }

  @Test
  void patternIsFoundAnywhere() {
    assertThat(matches(clause("a", "matches", "b+"), Value.of("abbc"))).isTrue();
    assertThat(matches(clause("a", "matches", "^b+"), Value.of("abbc"))).isFalse();
    assertThat(matches(clause("a", "matches", "x", "c$"), Value.of("abbc"))).isTrue();
    assertThat(matches(clause("a", "matches", "(?i)ABBC"), Value.of("abbc"))).isTrue();
  }

  @Test
  void textOfMoreThan1024BytesMatchesNoPattern() {
    Clause any = clause("a", "matches", "");

    assertThat(matches(any, Value.of("a".repeat(1_024)))).isTrue();
    assertThat(matches(any, Value.of("a".repeat(1_025)))).isFalse();
    assertThat(matches(any, Value.of("\u007f".repeat(1_024)))).isTrue();
    assertThat(matches(any, Value.of("\u0080".repeat(512)))).isTrue();
    assertThat(matches(any, Value.of("\u0080".repeat(512) + "a"))).isFalse();
    assertThat(matches(any, Value.of("\u07ff".repeat(512) + "a"))).isFalse();
    assertThat(matches(any, Value.of("\u0800".repeat(341) + "a"))).isTrue();
    assertThat(matches(any, Value.of("\u0800".repeat(341) + "aa"))).isFalse();
    assertThat(matches(any, Value.of("\ud83d\ude80".repeat(256)))).isTrue();
    assertThat(matches(any, Value.of("\ud83d\ude80".repeat(256) + "a"))).isFalse();
    assertThat(matches(any, Value.of("\ud83d".repeat(1_024)))).isTrue();
    assertThat(matches(any, Value.of("\ud83d".repeat(1_025)))).isFalse();
    assertThat(matches(any, Value.of("\ude80".repeat(1_024)))).isTrue();
    assertThat(matches(any, Value.of("a".repeat(1_023) + "\ud83d"))).isTrue();
  }

  @Test
  void attributeOfAnotherKindIsRead() {
    EvaluationContext context =
        EvaluationContext.builder("ann")
            .set("a", "x")
            .kind("organization", "acme")
            .set("a", "y")
            .build();

    assertThat(matches(ofKind("organization", clause("a", "in", "y")), context)).isTrue();
    assertThat(matches(ofKind("organization", clause("a", "in", "x")), context)).isFalse();
    assertThat(matches(ofKind("organization", clause("kind", "in", "organization")), context))
        .isTrue();
    assertThat(matches(ofKind("organization", clause("targetingKey", "in", "acme")), context))
        .isTrue();
  }

  private static boolean matches(Clause clause, Value value) {
    return matches(clause, EvaluationContext.builder("ann").set("a", value).build());
  }

  private static boolean matches(Clause clause, EvaluationContext context) {
    FlagSnapshot snapshot = snapshotOf(flag("f").serves("off").rule("r", "on", clause));
    assertThat(snapshot.problems()).isEmpty();
    return "on".equals(snapshot.evaluate("f", context, 0).variationKey());
  }
}
