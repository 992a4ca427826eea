// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.server.platform.json.ReadOnly;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Targeting as people write it: with weights, from which the server works out allocations.
@ReadOnly({"flag", "environment", "version", "receipt"})
public record TargetingDraft(
    @Nullable Boolean on,
    @Nullable String offVariation,
    List<Prerequisite> prerequisites,
    List<Target> targets,
    List<RuleDraft> rules,
    @Nullable ServeDraft fallthrough) {

  /// A rule as people write it.
  ///
  /// @param id of the rule that this is to replace; left out for a new one
  public record RuleDraft(
      @Nullable String id,
      @Nullable String name,
      List<Clause> clauses,
      @Nullable ShareDraft share,
      @Nullable ServeDraft serve) {}

  /// The part of contexts that a rule applies to, as people write it.
  ///
  /// @param salt left out to keep the present one, or to get one
  public record ShareDraft(
      @Nullable String contextKind,
      List<String> bucketBy,
      @Nullable String salt,
      @Nullable String algorithm,
      @Nullable Integer weight) {}

  /// One variation, or else a rollout.
  public record ServeDraft(@Nullable String variation, @Nullable RolloutDraft rollout) {}

  /// A rollout as people write it.
  ///
  /// @param salt left out to keep the present one, or to get one; another one than the present one reshuffles
  /// @param weights by variation, in thousandths of a percent; all make 100,000
  @ReadOnly("allocation")
  public record RolloutDraft(
      @Nullable String contextKind,
      List<String> bucketBy,
      @Nullable String salt,
      @Nullable String algorithm,
      Map<String, Integer> weights) {}

  /// The targeting as people would have to write it for it to stay as it is.
  static TargetingDraft of(FlagTargeting targeting) {
    return new TargetingDraft(
        targeting.on(),
        targeting.offVariation(),
        targeting.prerequisites(),
        targeting.targets(),
        targeting.rules().stream()
            .map(rule ->
                new RuleDraft(
                    rule.id(),
                    rule.name(),
                    rule.clauses(),
                    map(rule.share(), TargetingDraft::draft),
                    map(rule.serve(), TargetingDraft::draft)))
            .toList(),
        map(targeting.fallthrough(), TargetingDraft::draft));
  }

  /// The same without salts, so that those of the environment it goes to stay or are made anew.
  TargetingDraft forOtherEnvironment(@Nullable Boolean nowOn) {
    return new TargetingDraft(
        nowOn,
        offVariation,
        prerequisites,
        targets,
        rules.stream()
            .map(rule ->
                new RuleDraft(
                    rule.id(),
                    rule.name(),
                    rule.clauses(),
                    map(rule.share(), TargetingDraft::unsalted),
                    map(rule.serve(), TargetingDraft::unsalted)))
            .toList(),
        map(fallthrough, TargetingDraft::unsalted));
  }

  private static ShareDraft unsalted(ShareDraft share) {
    return new ShareDraft(
        share.contextKind(), share.bucketBy(), null, share.algorithm(), share.weight());
  }

  private static ServeDraft unsalted(ServeDraft serve) {
    RolloutDraft rollout = serve.rollout();
    return rollout == null
        ? serve
        : new ServeDraft(
            null,
            new RolloutDraft(
                rollout.contextKind(),
                rollout.bucketBy(),
                null,
                rollout.algorithm(),
                rollout.weights()));
  }

  private static ShareDraft draft(Share share) {
    return new ShareDraft(
        share.contextKind(), share.bucketBy(), share.salt(), share.algorithm(), share.weight());
  }

  private static ServeDraft draft(ServeChoice serve) {
    return new ServeDraft(serve.variation(), map(serve.rollout(), TargetingDraft::draft));
  }

  private static RolloutDraft draft(Rollout rollout) {
    return new RolloutDraft(
        rollout.contextKind(),
        rollout.bucketBy(),
        rollout.salt(),
        rollout.algorithm(),
        weights(rollout));
  }

  /// How many buckets each variation of a rollout has.
  static Map<String, Integer> weights(Rollout rollout) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    if (rollout.allocation() != null) {
      for (var range : rollout.allocation().ranges()) {
        if (range.variation() != null && range.from() != null && range.to() != null) {
          weights.merge(range.variation(), range.to() - range.from(), Integer::sum);
        }
      }
    }
    return weights;
  }

  private static <T, R> @Nullable R map(@Nullable T value, Function<T, R> mapping) {
    return value == null ? null : mapping.apply(value);
  }
}
