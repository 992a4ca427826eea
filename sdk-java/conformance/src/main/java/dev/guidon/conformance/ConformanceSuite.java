// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.Variation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs every conformance case against something that evaluates flags.
///
/// A subclass says how to make an environment live and ask it. One that cannot answer with an {@link Evaluation} (because it is asked over a
/// wire) overrides {@link #check} instead.
public abstract class ConformanceSuite {

  /// An environment that is live.
  public interface LiveEnvironment extends AutoCloseable {

    /// What the flag serves in this context at this time.
    Evaluation evaluate(String flagKey, EvaluationContext context, long atEpochMillis);

    /// Every problem found in the environment, or null when nobody can be asked for them.
    @Nullable List<DefinitionProblem> problems();

    @Override
    default void close() {}
  }

  // Beside each broken flag stands one that must not notice.
  private static final String BYSTANDER = "bystander";

  private @Nullable EnvironmentDefinition installed;
  private @Nullable LiveEnvironment live;

  /// Who is asked.
  protected abstract Participant participant();

  /// Makes the environment live; the one before it is no longer asked.
  protected abstract LiveEnvironment install(EnvironmentDefinition environment) throws Exception;

  /// Whether this case can be asked at all.
  protected boolean runs(ConformanceCase conformanceCase) {
    return conformanceCase.participants().contains(participant());
  }

  @TestFactory
  Stream<DynamicNode> cases() {
    Map<String, Map<String, List<ConformanceCase>>> topics =
        ConformanceCases.read().evaluations().stream()
            .filter(this::runs)
            .collect(
                groupingBy(
                    ConformanceCase::topic,
                    LinkedHashMap::new,
                    groupingBy(ConformanceCase::group, LinkedHashMap::new, toList())));
    return topics.entrySet().stream()
        .map(topic -> DynamicContainer.dynamicContainer(topic.getKey(), groups(topic.getValue())));
  }

  private Stream<DynamicNode> groups(Map<String, List<ConformanceCase>> groups) {
    return groups.entrySet().stream()
        .map(group ->
            DynamicContainer.dynamicContainer(
                group.getKey(),
                group.getValue().stream()
                    .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)))));
  }

  /// Asks and compares.
  protected void check(ConformanceCase each) throws Exception {
    boolean broken = !each.problems().isEmpty();
    LiveEnvironment environment =
        live(broken ? withBystander(each.environment()) : each.environment());

    Evaluation evaluation =
        environment.evaluate(each.flagKey(), each.context(), each.atEpochMillis());

    assertEvaluation(evaluation, each.expected());
    assertProblems(environment.problems(), each.problems());
    if (broken) {
      Evaluation bystander =
          environment.evaluate(BYSTANDER, EvaluationContext.EMPTY, each.atEpochMillis());
      assertThat(bystander)
          .as("a flag beside the broken one")
          .isEqualTo(new Evaluation(Value.TRUE, "on", new Reason.Fallthrough(false, false)));
    }
  }

  /// Compares value, variation key and reason, and OpenFeature's words for it where the case gives them.
  protected static void assertEvaluation(Evaluation evaluation, ExpectedEvaluation expected) {
    assertThat(evaluation.reason()).as("reason").isEqualTo(expected.reason());
    assertThat(evaluation.variationKey()).as("variation key").isEqualTo(expected.variationKey());
    assertThat(evaluation.value()).as("value").isEqualTo(expected.value());
    if (expected.openFeatureReason() != null) {
      assertThat(evaluation.reason().openFeatureReason()).isEqualTo(expected.openFeatureReason());
    }
    if (expected.openFeatureErrorCode() != null) {
      assertThat(evaluation.reason())
          .isInstanceOfSatisfying(
              Reason.EvaluationError.class,
              error ->
                  assertThat(error.error().openFeatureCode())
                      .isEqualTo(expected.openFeatureErrorCode()));
    }
  }

  /// Each problem that the case names is among those found. A case that names none expects none.
  protected static void assertProblems(
      @Nullable List<DefinitionProblem> found, List<ExpectedProblem> expected) {
    if (found == null) {
      return;
    }
    List<ExpectedProblem> engines =
        expected.stream().filter(problem -> !problem.byServerOnly()).toList();
    if (engines.isEmpty()) {
      assertThat(found).as("problems").isEmpty();
    }
    for (ExpectedProblem problem : engines) {
      assertThat(found).as("problems").anyMatch(problem::matches, problem.toString());
    }
  }

  @AfterEach
  void closeEnvironment() {
    if (live != null) {
      live.close();
    }
    live = null;
    installed = null;
  }

  private LiveEnvironment live(EnvironmentDefinition environment) throws Exception {
    LiveEnvironment present = live;
    if (present != null && environment.equals(installed)) {
      return present;
    }
    if (present != null) {
      present.close();
    }
    LiveEnvironment next = install(environment);
    live = next;
    installed = environment;
    return next;
  }

  private static EnvironmentDefinition withBystander(EnvironmentDefinition environment) {
    List<FlagDefinition> flags = new ArrayList<>(environment.flags());
    flags.add(
        new FlagDefinition(
            BYSTANDER,
            "boolean",
            List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE)),
            false));
    List<Targeting> targetings = new ArrayList<>(environment.targetings());
    targetings.add(
        new Targeting(
            BYSTANDER, true, "off", List.of(), List.of(), List.of(), new FixedVariation("on")));
    return new EnvironmentDefinition(flags, targetings, environment.segments());
  }
}
