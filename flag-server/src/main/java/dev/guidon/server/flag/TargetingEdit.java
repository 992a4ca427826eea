// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.AllocationEdit;
import dev.guidon.evaluation.Allocations;
import dev.guidon.evaluation.Weight;
import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.server.flag.TargetingDraft.RolloutDraft;
import dev.guidon.server.flag.TargetingDraft.RuleDraft;
import dev.guidon.server.flag.TargetingDraft.ServeDraft;
import dev.guidon.server.flag.TargetingDraft.ShareDraft;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes of a draft the targeting that differs least from the present one.
///
/// A rule is matched by its id and keeps its salts; weights go through the allocation algorithm, so nobody moves who need
/// not. A salt or an algorithm other than the present one is a reshuffle: the allocation is made anew.
final class TargetingEdit {

  /// What new shares and rollouts are bucketed by.
  static final String ALGORITHM = "murmur3";

  private final Flag flag;
  private final FlagTargeting before;
  private final Supplier<String> salts;
  private final Supplier<String> ruleIds;
  private final Faults faults = new Faults();

  /// @param before what the environment has now
  /// @param salts makes a new one each time
  /// @param ruleIds makes a new one each time
  TargetingEdit(Flag flag, FlagTargeting before, Supplier<String> salts, Supplier<String> ruleIds) {
    this.flag = flag;
    this.before = before;
    this.salts = salts;
    this.ruleIds = ruleIds;
  }

  /// The targeting that the draft asks for, or a problem with every place that is wrong.
  FlagTargeting apply(TargetingDraft draft) {
    List<FlagRule> rules = new ArrayList<>();
    for (int i = 0; i < draft.rules().size(); i++) {
      rules.add(rule(draft.rules().get(i), JsonPointer.child("/rules", i)));
    }
    ServeChoice fallthrough = serve(draft.fallthrough(), before.fallthrough(), "/fallthrough");
    faults.refuseIfAny("definition-refused");
    return new FlagTargeting(
        draft.on(),
        draft.offVariation(),
        draft.prerequisites(),
        draft.targets(),
        rules,
        fallthrough);
  }

  private FlagRule rule(RuleDraft draft, String pointer) {
    FlagRule present = presentRule(draft.id());
    return new FlagRule(
        draft.id() == null ? ruleIds.get() : draft.id(),
        draft.name(),
        draft.clauses(),
        share(draft.share(), present == null ? null : present.share()),
        serve(draft.serve(), present == null ? null : present.serve(), pointer + "/serve"));
  }

  private @Nullable FlagRule presentRule(@Nullable String id) {
    return before.rules().stream()
        .filter(rule -> id != null && id.equals(rule.id()))
        .findFirst()
        .orElse(null);
  }

  private @Nullable Share share(@Nullable ShareDraft draft, @Nullable Share present) {
    if (draft == null) {
      return null;
    }
    return new Share(
        draft.contextKind(),
        draft.bucketBy(),
        salt(draft.salt(), present == null ? null : present.salt()),
        algorithm(draft.algorithm(), present == null ? null : present.algorithm()),
        draft.weight());
  }

  private @Nullable ServeChoice serve(
      @Nullable ServeDraft draft, @Nullable ServeChoice present, String pointer) {
    if (draft == null) {
      return null;
    }
    RolloutDraft rollout = draft.rollout();
    if (rollout == null) {
      return new ServeChoice(draft.variation(), null);
    }
    if (draft.variation() != null) {
      faults.add(pointer, "two-serves", "variation and rollout (expected: one of them)");
    }
    return new ServeChoice(
        null, rollout(rollout, present == null ? null : present.rollout(), pointer + "/rollout"));
  }

  private Rollout rollout(RolloutDraft draft, @Nullable Rollout present, String pointer) {
    String salt = salt(draft.salt(), present == null ? null : present.salt());
    String algorithm = algorithm(draft.algorithm(), present == null ? null : present.algorithm());
    Allocation kept =
        present != null
                && Objects.equals(salt, present.salt())
                && Objects.equals(algorithm, present.algorithm())
            ? present.allocation()
            : null;
    Allocation allocation = allocation(draft.weights(), kept, pointer + "/weights");
    return new Rollout(draft.contextKind(), draft.bucketBy(), salt, algorithm, allocation);
  }

  private @Nullable Allocation allocation(
      Map<String, Integer> weights, @Nullable Allocation present, String pointer) {
    List<Weight> ordered = ordered(weights, pointer);
    if (ordered.isEmpty()) {
      return null;
    }
    if (present == null) {
      return Allocations.initial(ordered);
    }
    return switch (Allocations.next(present, ordered)) {
      case AllocationEdit.Moved moved -> moved.allocation();
      case AllocationEdit.TooManyRanges(int ranges) -> {
        faults.add(
            pointer,
            "too-many-ranges",
            "would leave "
                + ranges
                + " ranges (expected: at most "
                + Allocations.MAX_RANGES
                + "; reshuffle the rollout, which moves people, to begin with a few again)");
        yield null;
      }
    };
  }

  /// The weights in the flag's order of variations; none when they are wrong.
  private List<Weight> ordered(Map<String, Integer> weights, String pointer) {
    List<String> variations = flag.variationKeys();
    long sum = 0;
    boolean wrong = false;
    for (Map.Entry<String, Integer> weight : weights.entrySet()) {
      String at = JsonPointer.child(pointer, weight.getKey());
      if (!variations.contains(weight.getKey())) {
        faults.add(
            at,
            "unknown-variation",
            weight.getKey() + " (expected: one of " + String.join(", ", variations) + ")");
        wrong = true;
      }
      if (weight.getValue() < 0 || weight.getValue() > Allocations.BUCKETS) {
        faults.add(
            at,
            "invalid-weight",
            weight.getValue() + " (expected: 0 to " + Allocations.BUCKETS + ")");
        wrong = true;
      }
      sum += weight.getValue();
    }
    if (!wrong && sum != Allocations.BUCKETS) {
      faults.add(
          pointer,
          "invalid-weight",
          "weights: " + sum + " in all (expected: " + Allocations.BUCKETS + ")");
      wrong = true;
    }
    return wrong
        ? List.of()
        : variations.stream()
            .filter(weights::containsKey)
            .map(key -> new Weight(key, weights.getOrDefault(key, 0)))
            .toList();
  }

  private String salt(@Nullable String asked, @Nullable String present) {
    if (asked != null) {
      return asked;
    }
    return present == null ? salts.get() : present;
  }

  private static String algorithm(@Nullable String asked, @Nullable String present) {
    if (asked != null) {
      return asked;
    }
    return present == null ? ALGORITHM : present;
  }
}
