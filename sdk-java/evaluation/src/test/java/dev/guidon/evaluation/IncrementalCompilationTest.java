// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.environment;
import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.inSegment;
import static dev.guidon.evaluation.Definitions.segment;
import static dev.guidon.evaluation.Definitions.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.guidon.evaluation.Definitions.Part;
import dev.guidon.evaluation.definition.EnvironmentChange;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.Targeting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class IncrementalCompilationTest {

  private static final EvaluationContext ANN = EvaluationContext.of("ann");

  /// However it came about, a snapshot is that of its definitions.
  @Test
  void snapshotReachedByChangesEqualsThatOfItsDefinitions() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      RandomEnvironment environment = new RandomEnvironment(random);
      Everything definitions = new Everything();
      FlagSnapshot snapshot = FlagSnapshot.EMPTY;
      for (int revision = 1; revision <= 10; revision++) {
        EnvironmentChange change = environment.change();
        definitions.apply(change);
        String as = "seed %d, revision %d".formatted(seed, revision);

        Compilation compilation = snapshot.with(change);

        FlagSnapshot anew = FlagSnapshot.compile(definitions.definition()).snapshot();
        assertThat(compilation.problems()).as(as).isEqualTo(compilation.snapshot().problems());
        assertSame(compilation.snapshot(), anew, environment, as);
        assertOthersAnswerAsBefore(snapshot, compilation, environment, as);
        snapshot = compilation.snapshot();
      }
    }
  }

  private static void assertSame(
      FlagSnapshot actual, FlagSnapshot expected, RandomEnvironment environment, String as) {
    assertThat(actual.definition()).as(as).isEqualTo(expected.definition());
    assertThat(actual.problems()).as(as).containsExactlyInAnyOrderElementsOf(expected.problems());
    assertThat(actual.problems())
        .as(as)
        .extracting(problem -> problem.kind() + problem.key())
        .isEqualTo(
            expected.problems().stream().map(problem -> problem.kind() + problem.key()).toList());
    assertThat(actual.flagKeys()).as(as).containsExactlyElementsOf(expected.flagKeys());
    List<EvaluationContext> contexts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      contexts.add(environment.context());
    }
    for (String flag : RandomEnvironment.FLAGS) {
      assertEqual(as + ", " + flag, actual, expected, snapshot -> snapshot.flag(flag));
      assertEqual(as + ", " + flag, actual, expected, snapshot -> snapshot.targeting(flag));
      assertEqual(as + ", " + flag, actual, expected, snapshot -> snapshot.flagType(flag));
      assertEqual(as + ", " + flag, actual, expected, snapshot -> snapshot.isTimeDependent(flag));
      assertEqual(
          as + ", " + flag,
          actual,
          expected,
          snapshot -> List.copyOf(snapshot.dependantsOfFlag(flag)));
      for (EvaluationContext context : contexts) {
        for (int at = -1; at <= RandomEnvironment.LAST_INSTANT; at += 17) {
          int now = at;
          assertEqual(
              as + ", " + flag + " at " + at,
              actual,
              expected,
              snapshot -> snapshot.evaluate(flag, context, now));
          assertEqual(
              as + ", " + flag + " at " + at,
              actual,
              expected,
              snapshot -> snapshot.nextChangeAfter(flag, context, now));
        }
      }
    }
    for (String segment : RandomEnvironment.SEGMENTS) {
      assertEqual(as + ", " + segment, actual, expected, snapshot -> snapshot.segment(segment));
      assertEqual(
          as + ", " + segment,
          actual,
          expected,
          snapshot -> List.copyOf(snapshot.dependantsOfSegment(segment)));
      assertEqual(
          as + ", " + segment,
          actual,
          expected,
          snapshot -> List.copyOf(snapshot.segmentsUsing(segment)));
    }
  }

  /// What the compilation does not call affected is as it was.
  private static void assertOthersAnswerAsBefore(
      FlagSnapshot before, Compilation compilation, RandomEnvironment environment, String as) {
    EvaluationContext context = environment.context();
    for (String flag : RandomEnvironment.FLAGS) {
      if (!compilation.affectedFlags().contains(flag)) {
        assertEqual(
            as + ", " + flag,
            compilation.snapshot(),
            before,
            snapshot -> snapshot.evaluate(flag, context, 25));
      }
    }
  }

  private static void assertEqual(
      String as,
      FlagSnapshot actual,
      FlagSnapshot expected,
      Function<FlagSnapshot, Object> question) {
    assertThat(question.apply(actual)).as(as).isEqualTo(question.apply(expected));
  }

  @Test
  void onlyWhatChangedAndWhatRefersToItIsCompiled() {
    FlagSnapshot before =
        snapshotOf(
            flag("changed"),
            flag("requiring").requires("changed", "on"),
            flag("beyond").requires("requiring", "on"),
            flag("beside"),
            flag("named").rule("r", "on", inSegment("s")),
            segment("s"));

    Compilation after = before.with(put(flag("changed").serves("off")));

    assertThat(after.affectedFlags()).containsExactlyInAnyOrder("changed", "requiring", "beyond");
    assertThat(after.compiledCount()).isEqualTo(3);
    assertThat(after.snapshot().evaluate("beyond", ANN, 0).variationKey()).isEqualTo("off");
    assertThat(before.evaluate("beyond", ANN, 0).variationKey()).isEqualTo("on");
  }

  @Test
  void changedSegmentAffectsEveryFlagThatReachesIt() {
    FlagSnapshot before =
        snapshotOf(
            flag("near").rule("r", "on", inSegment("inner")),
            flag("far").rule("r", "on", inSegment("outer")),
            flag("requiring").requires("far", "on"),
            flag("beside"),
            segment("outer").rule(inSegment("inner")),
            segment("inner"));

    Compilation after = before.with(put(segment("inner").includes("ann")));

    assertThat(after.affectedFlags()).containsExactlyInAnyOrder("near", "far", "requiring");
    assertThat(after.compiledCount()).isEqualTo(5);
  }

  @Test
  void deletedFlagIsAffectedAndCompiledNoMore() {
    FlagSnapshot before = snapshotOf(flag("f"));

    Compilation after =
        before.with(
            new EnvironmentChange(
                List.of(), List.of(), List.of(), List.of("f"), List.of("f"), List.of("none")));

    assertThat(after.affectedFlags()).containsExactly("f");
    assertThat(after.compiledCount()).isZero();
    assertThat(after.snapshot().definition()).isEqualTo(EnvironmentDefinition.EMPTY);
  }

  /// No path leads through an archived flag, so it may be compiled after those that require it.
  @Test
  void flagThatIsArchivedFailsThoseThatRequireIt() {
    FlagSnapshot before =
        snapshotOf(flag("a").requires("b", "on"), flag("b"), flag("c").requires("b", "on"));

    FlagSnapshot after = before.with(put(flag("b").archived())).snapshot();

    for (String requiring : List.of("a", "c")) {
      assertThat(after.evaluate(requiring, ANN, 0).reason())
          .isEqualTo(new Reason.PrerequisiteFailed("b"));
    }
  }

  @Test
  void targetingAloneMakesNoFlag() {
    FlagSnapshot snapshot =
        FlagSnapshot.compile(
                new EnvironmentDefinition(
                    List.of(), List.of(flag("f").requires("f", "on").targeting()), List.of()))
            .snapshot();

    assertThat(snapshot.evaluate("f", ANN, 0))
        .isEqualTo(Evaluation.error(ErrorKind.FLAG_NOT_FOUND));
    assertThat(snapshot.flagKeys()).isEmpty();
    assertThat(snapshot.flagType("f")).isNull();
    assertThat(snapshot.problems()).isEmpty();
    assertThat(snapshot.targeting("f")).isNotNull();
  }

  @Test
  void keyMayNotOccurTwice() {
    EnvironmentChange twice =
        new EnvironmentChange(
            List.of(flag("f").definition(), flag("f").definition()),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    EnvironmentChange putAndDeleted =
        new EnvironmentChange(
            List.of(),
            List.of(),
            List.of(segment("s").definition()),
            List.of(),
            List.of(),
            List.of("s"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlagSnapshot.EMPTY.with(twice))
        .withMessage("flags: f twice (expected: each key once)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlagSnapshot.EMPTY.with(putAndDeleted))
        .withMessage("segments: s twice (expected: each key once)");
  }

  @Test
  void changeOfNothingChangesNothing() {
    FlagSnapshot before = snapshotOf(flag("f"), segment("s"));

    Compilation after = before.with(put());

    assertThat(after.affectedFlags()).isEmpty();
    assertThat(after.compiledCount()).isZero();
    assertThat(after.snapshot().definition()).isEqualTo(before.definition());
  }

  private static EnvironmentChange put(Part... parts) {
    EnvironmentDefinition environment = environment(parts);
    return new EnvironmentChange(
        environment.flags(),
        environment.targetings(),
        environment.segments(),
        List.of(),
        List.of(),
        List.of());
  }

  /// All definitions after any number of changes, by the plainest means.
  private static final class Everything {

    private final Map<String, FlagDefinition> flags = new TreeMap<>();
    private final Map<String, Targeting> targetings = new TreeMap<>();
    private final Map<String, SegmentDefinition> segments = new TreeMap<>();

    void apply(EnvironmentChange change) {
      change.flags().forEach(flag -> flags.put(flag.key(), flag));
      change.targetings().forEach(targeting -> targetings.put(targeting.flagKey(), targeting));
      change.segments().forEach(segment -> segments.put(segment.key(), segment));
      flags.keySet().removeAll(change.deletedFlags());
      targetings.keySet().removeAll(change.deletedTargetings());
      segments.keySet().removeAll(change.deletedSegments());
    }

    EnvironmentDefinition definition() {
      return new EnvironmentDefinition(
          List.copyOf(flags.values()),
          List.copyOf(targetings.values()),
          List.copyOf(segments.values()));
    }
  }
}
