// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.TargetingRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A targeting rule as it is stored, with the name that people gave it.
public record FlagRule(
    @Nullable String id,
    @Nullable String name,
    List<Clause> clauses,
    @Nullable Share share,
    @Nullable ServeChoice serve) {

  public FlagRule {
    clauses = List.copyOf(clauses);
  }

  /// The same but for what the weights of the rollout decide, which is as in the other.
  FlagRule withAllocationOf(FlagRule other) {
    return new FlagRule(id, name, clauses, share, ServeChoice.withAllocationOf(serve, other.serve));
  }

  TargetingRule definition() {
    return new TargetingRule(id, clauses, share, serve == null ? null : serve.definition());
  }
}
