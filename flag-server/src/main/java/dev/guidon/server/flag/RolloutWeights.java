// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.server.flag.TargetingDraft.RolloutDraft;
import dev.guidon.server.flag.TargetingDraft.RuleDraft;
import dev.guidon.server.flag.TargetingDraft.ServeDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// New weights for one rollout of a targeting.
///
/// @param rule the id of the rule whose rollout is meant; left out for the fallthrough's
/// @param weights by variation, in thousandths of a percent; all make 100,000
/// @param reshuffle whether to begin anew with another salt, which moves most people
public record RolloutWeights(
    @Nullable String rule, Map<String, Integer> weights, boolean reshuffle) {

  TargetingDraft applyTo(TargetingDraft draft, Supplier<String> salts) {
    if (rule == null) {
      return new TargetingDraft(
          draft.on(),
          draft.offVariation(),
          draft.prerequisites(),
          draft.targets(),
          draft.rules(),
          weighed(draft.fallthrough(), "fallthrough", salts));
    }
    List<RuleDraft> rules = new ArrayList<>(draft.rules());
    for (int i = 0; i < rules.size(); i++) {
      RuleDraft present = rules.get(i);
      if (rule.equals(present.id())) {
        ServeDraft serve = weighed(present.serve(), "rule " + rule, salts);
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
    throw TargetingService.noSuchRollout("rule " + rule);
  }

  private ServeDraft weighed(@Nullable ServeDraft present, String where, Supplier<String> salts) {
    RolloutDraft rollout = present == null ? null : present.rollout();
    if (rollout == null) {
      throw TargetingService.noSuchRollout(where);
    }
    return new ServeDraft(
        null,
        new RolloutDraft(
            rollout.contextKind(),
            rollout.bucketBy(),
            reshuffle ? salts.get() : rollout.salt(),
            rollout.algorithm(),
            weights));
  }
}
