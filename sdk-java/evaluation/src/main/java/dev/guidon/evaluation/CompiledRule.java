// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import org.jspecify.annotations.Nullable;

/// A targeting rule, ready to be asked. Serves either a fixed evaluation or a rollout.
final class CompiledRule {

  /// The clauses of a rule that has none.
  static final ClauseMatcher[] ALWAYS = {};

  private final ClauseMatcher[] clauses;
  private final @Nullable CompiledShare share;
  private final @Nullable Evaluation fixed;
  private final @Nullable CompiledRollout rollout;

  CompiledRule(
      ClauseMatcher[] clauses,
      @Nullable CompiledShare share,
      @Nullable Evaluation fixed,
      @Nullable CompiledRollout rollout) {
    this.clauses = clauses;
    this.share = share;
    this.fixed = fixed;
    this.rollout = rollout;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// Null when the rule does not match, or would but has nothing to bucket by. EVAL-8.1, 8.7
  @Nullable Evaluation evaluate(EvaluationContext context, long at) {
    if (!ClauseMatcher.allMatch(clauses, context, at)
        || (share != null && !share.passes(context))) {
      return null;
    }
    return rollout == null ? fixed : rollout.serve(context);
  }

  /// What it serves to everybody, or null when that depends.
  @Nullable Evaluation always() {
    return clauses.length == 0 && share == null ? fixed : null;
  }
}
