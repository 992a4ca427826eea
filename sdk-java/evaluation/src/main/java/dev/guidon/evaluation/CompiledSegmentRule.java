// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import org.jspecify.annotations.Nullable;

/// A segment's rule, ready to be asked.
final class CompiledSegmentRule {

  private final ClauseMatcher[] clauses;
  private final @Nullable CompiledShare share;

  CompiledSegmentRule(ClauseMatcher[] clauses, @Nullable CompiledShare share) {
    this.clauses = clauses;
    this.share = share;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  boolean matches(EvaluationContext context, long at) {
    return ClauseMatcher.allMatch(clauses, context, at) && (share == null || share.passes(context));
  }
}
