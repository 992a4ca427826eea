// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.Serve;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One evaluation and what it must answer, with everything that its file abbreviates written out.
///
/// @param topic the name of its file
/// @param group what the cases around it are about
/// @param name what is special about it, or its number in the group
/// @param requirement the number in `docs/evaluation.md` that it shows
/// @param environmentJson the environment in the JSON form of `docs/evaluation.md`
/// @param environment the same as definitions
/// @param contextJson the context as JSON; null when it holds what JSON does not have (instants, NaN)
/// @param typedJson then: kinds by name, with `$instant` and `$number` for those; else null
/// @param problems empty when compiling the environment reports none
/// @param participants those that can be asked
public record ConformanceCase(
    String topic,
    String group,
    String name,
    String requirement,
    JsonNode environmentJson,
    EnvironmentDefinition environment,
    String flagKey,
    @Nullable JsonNode contextJson,
    @Nullable JsonNode typedJson,
    EvaluationContext context,
    long atEpochMillis,
    ExpectedEvaluation expected,
    List<ExpectedProblem> problems,
    Set<Participant> participants) {

  public ConformanceCase {
    problems = List.copyOf(problems);
    participants = Set.copyOf(participants);
  }

  /// Whether the server refuses the environment, so that nothing can be asked of it.
  public boolean isRefusedByServer() {
    return !problems.isEmpty();
  }

  /// Whether the admin API and OFREP can say what this case says: REST carries weights, so a rollout must look as if it had been made from them
  /// anew, and an OFREP context is JSON.
  public boolean isExpressibleOverRest() {
    return participants.contains(Participant.SERVER)
        && contextJson != null
        && environment.targetings().stream().allMatch(this::hasWeightsOnly);
  }

  private boolean hasWeightsOnly(Targeting targeting) {
    List<String> variations = variationsOf(targeting.flagKey());
    List<@Nullable Serve> serves = new ArrayList<>();
    serves.add(targeting.fallthrough());
    targeting.rules().stream().map(TargetingRule::serve).forEach(serves::add);
    return serves.stream()
        .allMatch(serve -> !(serve instanceof Rollout rollout) || isMadeAnew(rollout, variations));
  }

  private List<String> variationsOf(String flagKey) {
    return environment.flags().stream()
        .filter(flag -> flag.key().equals(flagKey))
        .map(FlagDefinition::variations)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .map(Variation::key)
        .filter(Objects::nonNull)
        .toList();
  }

  private static boolean isMadeAnew(Rollout rollout, List<String> variations) {
    if (rollout.allocation() == null) {
      return false;
    }
    int end = 0;
    int last = -1;
    for (BucketRange range : rollout.allocation().ranges()) {
      Integer from = range.from();
      Integer to = range.to();
      int index = variations.indexOf(range.variation());
      if (from == null || to == null || from != end || to <= from || index <= last) {
        return false;
      }
      end = to;
      last = index;
    }
    return end == 100_000;
  }

  @Override
  public String toString() {
    return requirement + " " + group + ": " + name;
  }
}
