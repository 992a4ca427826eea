// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.clause;
import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.inSegment;
import static dev.guidon.evaluation.Definitions.segment;
import static dev.guidon.evaluation.Definitions.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.SegmentMember;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimetableTest {

  private static final EvaluationContext ANN = EvaluationContext.of("ann");
  private static final long NEVER = Long.MAX_VALUE;

  /// At every millisecond at which an answer changes, each millisecond before has announced it in time.
  @Test
  void nextChangeIsNeverTooLate() {
    int changes = 0;
    for (int seed = 0; seed < 400; seed++) {
      RandomEnvironment environment = new RandomEnvironment(new Random(seed));
      FlagSnapshot snapshot = FlagSnapshot.EMPTY;
      for (int i = 0; i < 8; i++) {
        snapshot = snapshot.with(environment.change()).snapshot();
      }
      EvaluationContext context = environment.context();
      for (String flag : RandomEnvironment.FLAGS) {
        long announced = snapshot.nextChangeAfter(flag, context, -1);
        Evaluation before = snapshot.evaluate(flag, context, -1);
        for (int at = 0; at <= RandomEnvironment.LAST_INSTANT + 1; at++) {
          Evaluation now = snapshot.evaluate(flag, context, at);
          if (!now.equals(before)) {
            assertThat(announced).as("%s at %d, seed %d", flag, at, seed).isLessThanOrEqualTo(at);
            assertThat(snapshot.isTimeDependent(flag)).isTrue();
            changes++;
          }
          if (announced <= at) {
            announced = snapshot.nextChangeAfter(flag, context, at);
            assertThat(announced).as("%s at %d, seed %d", flag, at, seed).isGreaterThan(at);
          }
          before = now;
        }
      }
    }
    assertThat(changes).isGreaterThan(50);
  }

  @Test
  void beforeTurnsAtItsInstantAndAfterBehindIt() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("before").rule("r", "off", clause("$now", "before", 1_000)),
            flag("after").rule("r", "off", clause("$now", "after", 1_000)));

    assertThat(snapshot.nextChangeAfter("before", ANN, 0)).isEqualTo(1_000);
    assertThat(snapshot.nextChangeAfter("before", ANN, 999)).isEqualTo(1_000);
    assertThat(snapshot.nextChangeAfter("before", ANN, 1_000)).isEqualTo(NEVER);
    assertThat(snapshot.nextChangeAfter("after", ANN, 1_000)).isEqualTo(1_001);
    assertThat(snapshot.nextChangeAfter("after", ANN, 1_001)).isEqualTo(NEVER);
  }

  @Test
  void instantBetweenMillisecondsCountsFromTheNext() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("f").rule("r", "off", clause("$now", "before", "1970-01-01T00:00:01.0000001Z")));

    assertThat(snapshot.nextChangeAfter("f", ANN, 0)).isEqualTo(1_001);
  }

  @Test
  void firstOfSeveralInstantsComesNext() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("f")
                .rule("late", "off", clause("$now", "before", 3_000))
                .rule("early", "on", clause("$now", "after", 999)),
            flag("g").requires("f", "on").rule("r", "off", clause("$now", "before", 2_000)));

    assertThat(snapshot.nextChangeAfter("f", ANN, 0)).isEqualTo(1_000);
    assertThat(snapshot.nextChangeAfter("f", ANN, 1_000)).isEqualTo(3_000);
    assertThat(snapshot.nextChangeAfter("g", ANN, 1_000)).isEqualTo(2_000);
    assertThat(snapshot.nextChangeAfter("g", ANN, 2_000)).isEqualTo(3_000);
  }

  @Test
  void membershipEndsForItsMembersOnly() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("f").rule("r", "off", inSegment("outer")),
            segment("outer").rule(inSegment("s")),
            segment("s")
                .includes(new SegmentMember(null, "ann", Value.of(2_000)))
                .excludes(new SegmentMember(null, "ann", Value.of(1_000)))
                .includes(new SegmentMember(null, "bob", Value.of(500)))
                .includes("cid")
                .includes(new SegmentMember(null, "cid", Value.of(700))));

    assertThat(snapshot.isTimeDependent("f")).isTrue();
    assertThat(snapshot.nextChangeAfter("f", ANN, 0)).isEqualTo(1_000);
    assertThat(snapshot.nextChangeAfter("f", ANN, 1_000)).isEqualTo(2_000);
    assertThat(snapshot.nextChangeAfter("f", ANN, 2_000)).isEqualTo(NEVER);
    assertThat(snapshot.nextChangeAfter("f", EvaluationContext.of("bob"), 0)).isEqualTo(500);
    assertThat(snapshot.nextChangeAfter("f", EvaluationContext.of("cid"), 0)).isEqualTo(NEVER);
    assertThat(snapshot.nextChangeAfter("f", EvaluationContext.of("dot"), 0)).isEqualTo(NEVER);
    assertThat(snapshot.nextChangeAfter("f", EvaluationContext.anonymous(), 0)).isEqualTo(NEVER);
  }

  @Test
  void timeIsReachedThroughSegmentsAndPrerequisites() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("no"),
            flag("clause").rule("r", "on", clause("$now", "before", 1)),
            flag("exists").rule("r", "on", clause("$now", "exists")),
            flag("other operator").rule("r", "on", clause("$now", "in", "x")),
            flag("required").requires("clause", "on"),
            flag("segment").rule("r", "on", inSegment("timed")),
            flag("other segment").rule("r", "on", inSegment("timeless")),
            flag("bucketed")
                .serves(
                    new Rollout(
                        null,
                        List.of("$now"),
                        "s",
                        "murmur3",
                        Definitions.partlyOn("s", 1).allocation())),
            segment("timed").rule(clause("$now", "after", 1)),
            segment("timeless").includes("ann"));

    assertThat(snapshot.flagKeys().stream().filter(snapshot::isTimeDependent))
        .containsExactly("clause", "exists", "other operator", "required", "segment");
  }

  @Test
  void flagThatIsOffDependsOnTimeByItsDefinitionButNeverChanges() {
    FlagSnapshot snapshot =
        snapshotOf(flag("f").off().rule("r", "on", clause("$now", "before", 1_000)));

    assertThat(snapshot.isTimeDependent("f")).isTrue();
    assertThat(snapshot.nextChangeAfter("f", ANN, 0)).isEqualTo(NEVER);
  }

  @Test
  void unknownAndArchivedFlagsDependOnNothing() {
    Clause timed = clause("$now", "before", 1_000);
    FlagSnapshot snapshot = snapshotOf(flag("f").archived().rule("r", "on", timed));

    assertThat(snapshot.isTimeDependent("f")).isFalse();
    assertThat(snapshot.isTimeDependent("none")).isFalse();
    assertThat(snapshot.nextChangeAfter("f", ANN, 0)).isEqualTo(NEVER);
    assertThat(snapshot.nextChangeAfter("none", ANN, 0)).isEqualTo(NEVER);
  }

  @Test
  void clausesOnTheTimeAnswerForAnyKind() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("exists").serves("off").rule("r", "on", clause("$now", "exists")),
            flag("exists not")
                .serves("off")
                .rule("r", "on", Definitions.not(clause("$now", "exists"))),
            flag("other").serves("off").rule("r", "on", clause("$now", "startsWith", "1970")),
            flag("other not")
                .serves("off")
                .rule("r", "on", Definitions.not(clause("$now", "startsWith", "1970"))),
            flag("kind")
                .serves("off")
                .rule("r", "on", Definitions.ofKind("none", clause("/$now", "before", 1_000))));

    assertThat(
            snapshot.flagKeys().stream()
                .filter(key -> "on".equals(snapshot.evaluate(key, ANN, 0).variationKey())))
        .containsExactly("exists", "kind", "other not");
  }
}
