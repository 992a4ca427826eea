// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.compile;
import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.Definitions.FlagBuilder;
import dev.guidon.evaluation.Definitions.Part;
import dev.guidon.evaluation.Reason.PrerequisiteFailed;
import dev.guidon.evaluation.definition.Variation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrerequisiteTest {

  private static final EvaluationContext ANN = EvaluationContext.of("ann");

  @Test
  void flagServesWhatItWouldWhenItsPrerequisitePasses() {
    FlagSnapshot snapshot =
        snapshotOf(flag("checkout").requires("payments", "on"), flag("payments"));

    Evaluation evaluation = snapshot.evaluate("checkout", ANN, 0);

    assertThat(evaluation.variationKey()).isEqualTo("on");
    assertThat(evaluation.reason()).isEqualTo(new Reason.Fallthrough(false, true));
  }

  @Test
  void flagWithFailedPrerequisiteServesItsOffVariation() {
    FlagSnapshot snapshot =
        snapshotOf(flag("checkout").requires("payments", "on"), flag("payments").serves("off"));

    Evaluation evaluation = snapshot.evaluate("checkout", ANN, 0);

    assertThat(evaluation)
        .isEqualTo(new Evaluation(Value.FALSE, "off", new PrerequisiteFailed("payments")));
  }

  @Test
  void flagWithoutOffVariationServesTheDefaultWhenItsPrerequisiteFails() {
    FlagSnapshot snapshot =
        snapshotOf(flag("checkout").withoutOffVariation().requires("none", "on"));

    assertThat(snapshot.evaluate("checkout", ANN, 0))
        .isEqualTo(new Evaluation(null, null, new PrerequisiteFailed("none")));
  }

  @Test
  void flagThatIsOffNeverPasses() {
    FlagSnapshot snapshot =
        snapshotOf(flag("checkout").requires("payments", "off"), flag("payments").off());

    assertFailed(snapshot, "checkout", "payments");
  }

  @Test
  void archivedFlagNeverPasses() {
    FlagSnapshot snapshot =
        snapshotOf(flag("checkout").requires("payments", "on"), flag("payments").archived());

    assertFailed(snapshot, "checkout", "payments");
  }

  @Test
  void firstPrerequisiteThatFailsIsTheReason() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("checkout").requires("a", "on").requires("b", "on").requires("c", "on"),
            flag("a"),
            flag("b").serves("off"),
            flag("c").serves("off"));

    assertFailed(snapshot, "checkout", "b");
  }

  @Test
  void prerequisiteMayPassByWhatAFailedPrerequisiteOfItsOwnServes() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("checkout").requires("payments", "off"), flag("payments").requires("none", "on"));

    assertThat(snapshot.evaluate("checkout", ANN, 0).variationKey()).isEqualTo("on");
  }

  @Test
  void malformedFlagFailsThoseThatRequireIt() {
    FlagSnapshot snapshot =
        snapshotOf(
            flag("checkout").requires("payments", "on"),
            flag("payments").of("no type", new Variation("on", Value.TRUE)));

    assertFailed(snapshot, "checkout", "payments");
  }

  @Test
  void everyFlagOnACycleIsMalformedAndThoseThatLeadToItFail() {
    Compilation compilation =
        compile(
            flag("outside").requires("a", "on"),
            flag("a").requires("b", "on"),
            flag("b").requires("c", "on").requires("inside", "on"),
            flag("c").requires("a", "on"),
            flag("inside"));

    FlagSnapshot snapshot = compilation.snapshot();
    assertThat(List.of("a", "b", "c"))
        .allMatch(key -> snapshot.evaluate(key, ANN, 0).equals(malformed()));
    assertFailed(snapshot, "outside", "a");
    assertThat(snapshot.evaluate("inside", ANN, 0).variationKey()).isEqualTo("on");
    assertThat(compilation.problems())
        .extracting(problem -> problem.key() + problem.pointer())
        .containsExactly("a/prerequisites/0", "b/prerequisites/0", "c/prerequisites/0");
    assertThat(compilation.problems())
        .allMatch(problem -> problem.code().equals("prerequisite-cycle"));
  }

  @Test
  void flagThatRequiresItselfIsMalformed() {
    Compilation compilation = compile(flag("a").requires("a", "on"));

    assertThat(compilation.snapshot().evaluate("a", ANN, 0)).isEqualTo(malformed());
    assertThat(compilation.problems())
        .extracting(DefinitionProblem::message)
        .containsExactly("prerequisites/0: a (expected: a flag that does not require this one)");
  }

  @Test
  void flagOnACycleThatIsOffIsAKillSwitchAllTheSame() {
    FlagSnapshot snapshot =
        snapshotOf(flag("a").off().requires("b", "on"), flag("b").requires("a", "on"));

    assertThat(snapshot.evaluate("a", ANN, 0))
        .isEqualTo(new Evaluation(Value.FALSE, "off", new Reason.Off()));
  }

  @Test
  void archivedFlagsFormNoCycle() {
    Compilation compilation =
        compile(
            flag("a").requires("b", "on"),
            flag("b").archived().requires("a", "on").requires("b", "on"));

    assertThat(compilation.problems()).isEmpty();
    assertFailed(compilation.snapshot(), "a", "b");
  }

  @Test
  void chainOfTwentyFlagsIsTheLongest() {
    Compilation compilation = compile(chain(21, 1));

    FlagSnapshot snapshot = compilation.snapshot();
    assertThat(snapshot.evaluate("flag-2", ANN, 0).variationKey()).isEqualTo("on");
    assertThat(snapshot.evaluate("flag-1", ANN, 0)).isEqualTo(malformed());
    assertThat(compilation.problems())
        .extracting(DefinitionProblem::message)
        .containsExactly("prerequisites: a chain of 21 flags (expected: at most 20)");
  }

  @Test
  void chainOfThousandsIsReportedAndEndsNothing() {
    Compilation compilation = compile(chain(10_000, 1));

    assertThat(compilation.problems())
        .filteredOn(problem -> problem.code().equals("prerequisite-chain"))
        .hasSize(10_000 - 20);
  }

  @Test
  void thousandVisitsAreTheMost() {
    Compilation most = compile(fan(999));
    Compilation tooMany = compile(fan(1_000));

    assertThat(most.problems()).isEmpty();
    assertThat(tooMany.problems())
        .extracting(DefinitionProblem::message)
        .containsExactly(
            "prerequisites: more than 1000 flags to look at"
                + " (expected: at most 1000, each counted as often as it is reached)");
    assertThat(tooMany.snapshot().evaluate("flag", ANN, 0)).isEqualTo(malformed());
  }

  @Test
  void visitsAreCountedAsOftenAsAFlagIsReached() {
    // 2^n − 1 visits from the nth flag from the end.
    Compilation compilation = compile(chain(11, 2));

    assertThat(compilation.problems())
        .extracting(problem -> problem.key() + " " + problem.code())
        .containsExactly("flag-1 prerequisite-visits", "flag-2 prerequisite-visits");
  }

  private static void assertFailed(FlagSnapshot snapshot, String flag, String prerequisite) {
    assertThat(snapshot.evaluate(flag, ANN, 0).reason())
        .isEqualTo(new PrerequisiteFailed(prerequisite));
  }

  private static Evaluation malformed() {
    return Evaluation.error(ErrorKind.MALFORMED_FLAG);
  }

  /// Flags of which each requires the next so often.
  private static Part[] chain(int length, int times) {
    List<Part> chain = new ArrayList<>();
    for (int i = 1; i <= length; i++) {
      FlagBuilder flag = flag("flag-" + i);
      for (int j = 0; j < times && i < length; j++) {
        flag.requires("flag-" + (i + 1), "on");
      }
      chain.add(flag);
    }
    return chain.toArray(Part[]::new);
  }

  private static Part[] fan(int times) {
    FlagBuilder flag = flag("flag");
    for (int i = 0; i < times; i++) {
      flag.requires("leaf", "on");
    }
    return new Part[] {flag, flag("leaf")};
  }
}
