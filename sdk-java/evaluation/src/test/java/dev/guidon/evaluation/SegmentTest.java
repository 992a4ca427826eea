// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.clause;
import static dev.guidon.evaluation.Definitions.compile;
import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.inSegment;
import static dev.guidon.evaluation.Definitions.not;
import static dev.guidon.evaluation.Definitions.segment;
import static dev.guidon.evaluation.Definitions.share;
import static dev.guidon.evaluation.Definitions.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.Definitions.Part;
import dev.guidon.evaluation.Definitions.SegmentBuilder;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentTest {

  private static final EvaluationContext ANN = EvaluationContext.of("ann");

  @Test
  void includedIsStrongerThanExcludedAndExcludedThanRules() {
    SegmentBuilder segment =
        segment("s")
            .includes("ann")
            .excludes("ann", "bob")
            .rule(clause("targetingKey", "in", "ann", "bob", "cid"));

    assertThat(contains(segment, ANN)).isTrue();
    assertThat(contains(segment, EvaluationContext.of("bob"))).isFalse();
    assertThat(contains(segment, EvaluationContext.of("cid"))).isTrue();
    assertThat(contains(segment, EvaluationContext.of("dot"))).isFalse();
  }

  @Test
  void keyOfAnyKindMakesAMember() {
    SegmentBuilder segment =
        segment("s")
            .includes(new SegmentMember("organization", "acme", null))
            .excludes(new SegmentMember("device", "d1", null))
            .rule(clause("targetingKey", "exists"));

    assertThat(contains(segment, withKind("organization", "acme"))).isTrue();
    assertThat(contains(segment, withKind("organization", "globex"))).isTrue();
    assertThat(contains(segment, withKind("device", "d1"))).isFalse();
    assertThat(contains(segment("s").includes("acme"), withKind("organization", "acme"))).isFalse();
  }

  @Test
  void missingKeyIsNobodys() {
    SegmentBuilder segment = segment("s").includes("");

    assertThat(contains(segment, EvaluationContext.anonymous())).isFalse();
  }

  @Test
  void membershipHoldsUntilItsEnd() {
    SegmentBuilder segment =
        segment("s")
            .includes(new SegmentMember(null, "ann", Value.of("1970-01-01T00:00:01.0000001Z")));

    assertThat(contains(segment, ANN, 1_000)).isTrue();
    assertThat(contains(segment, ANN, 1_001)).isFalse();
  }

  @Test
  void membershipThatHoldsLongestCountsInAnyOrder() {
    List<SegmentMember> members =
        new ArrayList<>(
            List.of(
                new SegmentMember(null, "ann", Value.of(10)),
                new SegmentMember(null, "ann", Value.of(30)),
                new SegmentMember(null, "ann", Value.of(20))));

    for (int i = 0; i < 3; i++) {
      Collections.rotate(members, 1);
      SegmentBuilder segment = segment("s");
      members.forEach(segment::includes);

      assertThat(contains(segment, ANN, 29)).isTrue();
      assertThat(contains(segment, ANN, 30)).isFalse();
    }
  }

  @Test
  void membershipForGoodIsStrongerThanOneThatEnds() {
    SegmentBuilder segment =
        segment("s").includes(new SegmentMember(null, "ann", Value.of(10))).includes("ann");

    assertThat(contains(segment, ANN, 10)).isTrue();
  }

  @Test
  void membershipThatHasEndedIsAsIfItWereNotThere() {
    SegmentBuilder segment =
        segment("s")
            .excludes(new SegmentMember(null, "ann", Value.of(10)))
            .rule(clause("targetingKey", "in", "ann"));

    assertThat(contains(segment, ANN, 9)).isFalse();
    assertThat(contains(segment, ANN, 10)).isTrue();
  }

  @Test
  void ruleMatchesWhenAllOfItDoes() {
    SegmentBuilder segment =
        segment("s").rule(clause("plan", "in", "pro"), clause("seats", "greaterThan", 5));

    assertThat(
            contains(
                segment, EvaluationContext.builder("a").set("plan", "pro").set("seats", 6).build()))
        .isTrue();
    assertThat(
            contains(
                segment, EvaluationContext.builder("a").set("plan", "pro").set("seats", 5).build()))
        .isFalse();
    assertThat(
            contains(
                segment,
                EvaluationContext.builder("a").set("plan", "free").set("seats", 6).build()))
        .isFalse();
  }

  @Test
  void shareOfARuleLetsItsPartPass() {
    SegmentBuilder half = segment("s").rule(new SegmentRule("r", List.of(), share("salt", 50_000)));

    long passed =
        IntStream.range(0, 10_000)
            .filter(i -> contains(half, EvaluationContext.of("user-" + i)))
            .count();

    assertThat(passed).isBetween(4_750L, 5_250L);
    assertThat(contains(half, EvaluationContext.anonymous())).isFalse();
  }

  @Test
  void contextIsInAnyOfTheSegmentsNamed() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("f").serves("off").rule("r", "on", inSegment("a", "b")),
            flag("g").serves("off").rule("r", "on", not(inSegment("a", "b"))),
            segment("a").includes("ann"),
            segment("b").includes("bob"));

    assertThat(snapshot.evaluate("f", EvaluationContext.of("bob"), 0).variationKey())
        .isEqualTo("on");
    assertThat(snapshot.evaluate("f", EvaluationContext.of("cid"), 0).variationKey())
        .isEqualTo("off");
    assertThat(snapshot.evaluate("g", EvaluationContext.of("bob"), 0).variationKey())
        .isEqualTo("off");
    assertThat(snapshot.evaluate("g", EvaluationContext.of("cid"), 0).variationKey())
        .isEqualTo("on");
  }

  @Test
  void segmentMayNameSegments() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("f").serves("off").rule("r", "on", inSegment("top")),
            segment("top").rule(inSegment("left")).rule(inSegment("right")),
            segment("left").rule(inSegment("bottom")),
            segment("right").rule(inSegment("bottom")),
            segment("bottom").includes("ann"));

    assertThat(snapshot.problems()).isEmpty();
    assertThat(snapshot.evaluate("f", ANN, 0).variationKey()).isEqualTo("on");
  }

  @Test
  void everySegmentOnACycleIsBrokenAndEveryFlagThatReachesIt() {
    Compilation compilation =
        compile(
            flag("f").rule("r", "on", inSegment("outside")),
            flag("g").rule("r", "on", inSegment("other")),
            segment("outside").rule(inSegment("a")),
            segment("a").rule(inSegment("b")),
            segment("b").rule(inSegment("a")),
            segment("itself").rule(inSegment("itself")),
            segment("other").includes("ann"));

    assertThat(compilation.problems())
        .extracting(problem -> problem.key() + problem.pointer() + " " + problem.code())
        .containsExactly(
            "f/rules/0/clauses/0/values/0 broken-segment",
            "a/rules/0/clauses/0/values/0 segment-cycle",
            "b/rules/0/clauses/0/values/0 segment-cycle",
            "itself/rules/0/clauses/0/values/0 segment-cycle",
            "outside/rules/0/clauses/0/values/0 broken-segment");
    assertThat(compilation.snapshot().evaluate("f", ANN, 0))
        .isEqualTo(Evaluation.error(ErrorKind.MALFORMED_FLAG));
    assertThat(compilation.snapshot().evaluate("g", ANN, 0).variationKey()).isEqualTo("on");
  }

  @Test
  void chainOfTwentySegmentsIsTheLongest() {
    Compilation compilation = compile(chain(22, 1));

    assertThat(compilation.problems())
        .extracting(problem -> problem.key() + " " + problem.message())
        .containsExactly(
            "segment-1 values/0: segment-2 (expected: a segment without problems)",
            "segment-1 rules: a chain of 22 segments (expected: at most 20)",
            "segment-2 rules: a chain of 21 segments (expected: at most 20)");
  }

  @Test
  void thousandVisitsAreTheMost() {
    Compilation compilation = compile(chain(11, 2));

    assertThat(compilation.problems())
        .filteredOn(problem -> problem.code().equals("segment-visits"))
        .extracting(problem -> problem.key() + " " + problem.message())
        .containsExactly(
            "segment-1 rules: more than 1000 segments to look at"
                + " (expected: at most 1000, each counted as often as it is named)",
            "segment-2 rules: more than 1000 segments to look at"
                + " (expected: at most 1000, each counted as often as it is named)");
  }

  @Test
  void visitsOfExactlyAThousandAreAllowed() {
    assertThat(compile(fan(999)).problems()).isEmpty();
    assertThat(compile(fan(1_000)).problems())
        .extracting(DefinitionProblem::code)
        .containsExactly("segment-visits");
  }

  private static Part[] fan(int times) {
    String[] named = new String[times];
    Arrays.fill(named, "leaf");
    return new Part[] {segment("s").rule(inSegment(named)), segment("leaf")};
  }

  /// Segments of which each names the next so often.
  private static Part[] chain(int length, int times) {
    List<Part> chain = new ArrayList<>();
    for (int i = 1; i <= length; i++) {
      SegmentBuilder segment = segment("segment-" + i);
      for (int j = 0; j < times && i < length; j++) {
        segment.rule(inSegment("segment-" + (i + 1)));
      }
      chain.add(segment);
    }
    return chain.toArray(Part[]::new);
  }

  private static boolean contains(SegmentBuilder segment, EvaluationContext context) {
    return contains(segment, context, 0);
  }

  private static boolean contains(SegmentBuilder segment, EvaluationContext context, long at) {
    FlagSnapshot snapshot =
        snapshotOf(flag("f").serves("off").rule("r", "on", inSegment("s")), segment);
    return "on".equals(snapshot.evaluate("f", context, at).variationKey());
  }

  private static EvaluationContext withKind(String kind, String key) {
    return EvaluationContext.builder("someone").kind(kind, key).build();
  }
}
