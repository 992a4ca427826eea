// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A flag's targeting as it is.
///
/// @param version the ETag without its quotes; 0 where nobody has said anything and the defaults hold
/// @param receipt only in the answer to a change
@Serdeable
record TargetingResponse(
    String flag,
    boolean on,
    @Nullable String offVariation,
    List<Prerequisite> prerequisites,
    List<Target> targets,
    List<RuleResponse> rules,
    @Nullable ServeResponse fallthrough,
    long version,
    @Nullable ReceiptDocument receipt) {

  /// A rule as it is.
  @Serdeable
  record RuleResponse(
      @Nullable String id,
      @Nullable String name,
      List<Clause> clauses,
      @Nullable Share share,
      @Nullable ServeResponse serve) {

    static RuleResponse of(FlagRule rule) {
      return new RuleResponse(
          rule.id(), rule.name(), rule.clauses(), rule.share(), ServeResponse.of(rule.serve()));
    }
  }

  /// One variation, or else a rollout.
  @Serdeable
  record ServeResponse(@Nullable String variation, @Nullable RolloutResponse rollout) {

    static @Nullable ServeResponse of(@Nullable ServeChoice serve) {
      return serve == null
          ? null
          : new ServeResponse(
              serve.variation(),
              serve.rollout() == null ? null : RolloutResponse.of(serve.rollout()));
    }
  }

  /// A rollout as it is.
  ///
  /// @param weights by variation, in thousandths of a percent
  /// @param allocation which buckets each variation has; for reading only
  @Serdeable
  record RolloutResponse(
      @Nullable String contextKind,
      List<String> bucketBy,
      @Nullable String salt,
      @Nullable String algorithm,
      Map<String, Integer> weights,
      List<BucketRange> allocation) {

    static RolloutResponse of(Rollout rollout) {
      return new RolloutResponse(
          rollout.contextKind(),
          rollout.bucketBy(),
          rollout.salt(),
          rollout.algorithm(),
          TargetingDraft.weights(rollout),
          rollout.allocation() == null ? List.of() : rollout.allocation().ranges());
    }
  }

  static TargetingResponse of(
      Versioned<FlagTargeting> versioned, @Nullable ReceiptDocument receipt) {
    FlagTargeting targeting = versioned.content();
    return new TargetingResponse(
        versioned.ref().key(),
        Boolean.TRUE.equals(targeting.on()),
        targeting.offVariation(),
        targeting.prerequisites(),
        targeting.targets(),
        targeting.rules().stream().map(RuleResponse::of).toList(),
        ServeResponse.of(targeting.fallthrough()),
        versioned.version(),
        receipt);
  }
}
