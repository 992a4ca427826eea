// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.clause;
import static dev.guidon.evaluation.Definitions.compile;
import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.inSegment;
import static dev.guidon.evaluation.Definitions.rollout;
import static dev.guidon.evaluation.Definitions.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.guidon.evaluation.Definitions.Part;
import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A problem says where it is, what was found and what was expected.
class DefinitionProblemTest {

  static Stream<Arguments> problems() {
    return Stream.of(
        arguments(
            flag("f").serves("none"),
            "TARGETING f /fallthrough/variation unknown-variation"
                + " variation: none (expected: the key of one of the flag's variations)"),
        arguments(
            flag("f").of("boolean", new Variation("v", Value.of("yes"))),
            "FLAG f /variations/0/value value-type value: \"yes\" (expected: true or false)"),
        arguments(
            flag("f").of("integer", new Variation("v", Value.of(0.5))),
            "FLAG f /variations/0/value value-type"
                + " value: 0.5 (expected: a whole number within ±(2^53 − 1))"),
        arguments(
            flag("f").of("number", new Variation("v", Value.TRUE)),
            "FLAG f /variations/0/value value-type value: true (expected: a finite number)"),
        arguments(
            flag("f").of("string", new Variation("v", Value.of(7))),
            "FLAG f /variations/0/value value-type value: 7 (expected: text)"),
        arguments(
            flag("f").of("json", new Variation("v", Value.NULL)),
            "FLAG f /variations/0/value missing value: absent (expected: JSON other than null)"),
        arguments(
            flag("f").rule("r", "on", clause("a", "lessThan", object())),
            "TARGETING f /rules/0/clauses/0/values/0 invalid-value"
                + " values/0: {\"a\":[1,null,1.0E300]} (expected: a number)"),
        arguments(
            flag("f").rule("r", "on", clause("a", "before", Value.of(Instant.EPOCH))),
            "TARGETING f /rules/0/clauses/0/values/0 invalid-value"
                + " values/0: 1970-01-01T00:00:00Z"
                + " (expected: an instant as in RFC 3339, or milliseconds since 1970)"),
        arguments(
            flag("f").rule("r", "on", clause("/a/", "exists")),
            "TARGETING f /rules/0/clauses/0/attribute invalid-attribute"
                + " attribute: \"/a/\" (expected: a name, or a path such as /address/city)"),
        arguments(
            flag("f").rule("r", "on", clause("a", "exists", 1, false)),
            "TARGETING f /rules/0/clauses/0/values unexpected-values"
                + " values: [1,false] (expected: none for the operator exists)"),
        arguments(
            flag("f").rule("r", "on", clause("a", "matches", "x".repeat(99) + "(")),
            "TARGETING f /rules/0/clauses/0/values/0 invalid-value"
                + " values/0: \""
                + "x".repeat(99)
                + "… (expected: a regular expression in RE2's syntax)"),
        arguments(
            flag("f").rule("r", "on", clause("a", "matches", "x".repeat(97) + "(")),
            "TARGETING f /rules/0/clauses/0/values/0 invalid-value"
                + " values/0: \""
                + "x".repeat(97)
                + "(\" (expected: a regular expression in RE2's syntax)"),
        arguments(
            flag("f").rule("r", "on", inSegment("none")),
            "TARGETING f /rules/0/clauses/0/values/0 unknown-segment"
                + " values/0: none (expected: the key of a segment of this environment)"),
        arguments(
            flag("f")
                .serves(rollout("s", new BucketRange("on", 0, 5), new BucketRange("off", 6, 9))),
            "TARGETING f /fallthrough/rollout/allocation/1 invalid-allocation"
                + " allocation/1: 6 to 9 (expected: from 5 to more, at most 100000)"),
        arguments(
            flag("f").serves(rollout("s", new BucketRange("on", 0, 99_999))),
            "TARGETING f /fallthrough/rollout/allocation invalid-allocation"
                + " allocation: ranges up to 99999 (expected: up to 100000)"),
        arguments(
            flag("f").rule(shared(100_001)),
            "TARGETING f /rules/0/share/weight invalid-weight weight: 100001 (expected: 0 to 100000)"),
        arguments(
            flag("f").rule(shared(-1)),
            "TARGETING f /rules/0/share/weight invalid-weight weight: -1 (expected: 0 to 100000)"),
        arguments(
            segment("s").includes(new SegmentMember(null, "a", Value.of("soon"))),
            "SEGMENT s /included/0/until invalid-until"
                + " until: \"soon\" (expected: an instant as in RFC 3339, or milliseconds since 1970)"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void problemSaysWhereItIsAndWhatWasExpected(Part part, String problem) {
    assertThat(compile(part).problems())
        .extracting(each ->
            each.kind()
                + " "
                + each.key()
                + " "
                + each.pointer()
                + " "
                + each.code()
                + " "
                + each.message())
        .containsExactly(problem);
  }

  @Test
  void problemsAreSortedByKindThenKey() {
    Compilation compilation =
        compile(
            segment("a").rule(clause("x", "none")),
            flag("b").serves("none"),
            flag("a").serves("none"),
            flag("c").of("none", new Variation("v", Value.TRUE)));

    assertThat(compilation.problems())
        .extracting(problem -> problem.kind() + " " + problem.key())
        .containsExactly("FLAG c", "TARGETING a", "TARGETING b", "SEGMENT a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00", "\ud800a", "\udc00\ud800", "\ud83d\ude80\ud83d"})
  void textWithALoneSurrogateIsIllFormedWhereverItIs(String text) {
    List<Value> values =
        List.of(
            Value.of(text),
            Value.of(List.of(Value.of(text))),
            Value.of(Map.of(text, Value.TRUE)),
            Value.of(Map.of("a", Value.of(List.of(Value.of(text))))));

    for (Value value : values) {
      assertThat(compile(flag("f").of("json", new Variation("v", value))).problems())
          .extracting(problem -> problem.pointer() + " " + problem.code())
          .containsExactly("/variations/0/value ill-formed-text");
    }
  }

  @Test
  void pairOfSurrogatesIsWellFormed() {
    assertThat(
            compile(flag("f").of("string", new Variation("v", Value.of("\ud83d\ude80"))))
                .problems())
        .isEmpty();
  }

  /// Patterns that would not end, or not fit: they break the flag, and nothing beside it.
  @ParameterizedTest
  @ValueSource(strings = {"a{1001}", "(a", "a**", "\\1", "(?=a)", "(?<!a)", "[b-a]", "\\pX"})
  void patternThatIsNoneOfRe2IsRefused(String pattern) {
    assertRefused(pattern);
  }

  @Test
  void patternNestedTooDeeplyIsRefused() {
    assertRefused("(".repeat(100_000) + ")".repeat(100_000));
  }

  private static void assertRefused(String pattern) {
    Compilation compilation =
        compile(flag("f").rule("r", "on", clause("a", "matches", pattern)), flag("beside"));

    assertThat(compilation.problems())
        .extracting(DefinitionProblem::code)
        .containsExactly("invalid-value");
    assertThat(
            compilation
                .snapshot()
                .evaluate("beside", EvaluationContext.anonymous(), 0)
                .variationKey())
        .isEqualTo("on");
  }

  private static Value object() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("a", Value.of(List.of(Value.of(1), Value.NULL, Value.of(1e300))));
    return Value.of(fields);
  }

  private static TargetingRule shared(int weight) {
    return new TargetingRule(
        "r",
        List.<Clause>of(),
        new Share(null, List.of(), "s", "murmur3", weight),
        new FixedVariation("on"));
  }
}
