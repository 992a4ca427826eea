// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.server.flag.TargetingDraft.RolloutDraft;
import dev.guidon.server.flag.TargetingDraft.RuleDraft;
import dev.guidon.server.flag.TargetingDraft.ServeDraft;
import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is to become of one rollout of a targeting.
///
/// @param rule the id of the rule whose rollout is meant; null for the fallthrough's
/// @param weights by variation, in thousandths of a percent; null for what they are
/// @param reshuffle whether to begin anew with another salt, which moves most people
public record RolloutEdit(
    @Nullable String rule, @Nullable Map<String, Integer> weights, boolean reshuffle) {

  TargetingDraft applyTo(TargetingDraft draft, Supplier<String> salts) {
    if (rule == null) {
      return new TargetingDraft(
          draft.on(),
          draft.offVariation(),
          draft.prerequisites(),
          draft.targets(),
          draft.rules(),
          edited(draft.fallthrough(), salts));
    }
    List<RuleDraft> rules = new ArrayList<>(draft.rules());
    for (int i = 0; i < rules.size(); i++) {
      RuleDraft present = rules.get(i);
      if (rule.equals(present.id())) {
        ServeDraft serve = edited(present.serve(), salts);
        rules.set(
            i,
            new RuleDraft(present.id(), present.name(), present.clauses(), present.share(), serve));
        return new TargetingDraft(
            draft.on(),
            draft.offVariation(),
            draft.prerequisites(),
            draft.targets(),
            rules,
            draft.fallthrough());
      }
    }
    throw refused("rule-not-found", "rule: " + rule + " (expected: the id of a rule)");
  }

  private ServeDraft edited(@Nullable ServeDraft present, Supplier<String> salts) {
    RolloutDraft rollout = present == null ? null : present.rollout();
    if (rollout != null) {
      return new ServeDraft(
          null,
          new RolloutDraft(
              rollout.contextKind(),
              rollout.bucketBy(),
              reshuffle ? salts.get() : rollout.salt(),
              rollout.algorithm(),
              weights == null ? rollout.weights() : weights));
    }
    if (weights == null || reshuffle) {
      String where = rule == null ? "fallthrough" : "rule " + rule;
      throw refused("rollout-not-found", where + " serves no rollout (expected: one to reshuffle)");
    }
    // What serves one variation is a rollout that has not begun.
    return new ServeDraft(null, new RolloutDraft(null, List.of(), null, null, weights));
  }

  /// Where in the request a place of the targeting comes from.
  static String placeInRequest(String pointer) {
    return pointer.replaceFirst("^.*/rollout(?=/weights)", "");
  }

  private static ProblemException refused(String code, String detail) {
    return ProblemException.of(422, code, detail, List.of(Problem.Fault.of("/rule", code, detail)));
  }
}
