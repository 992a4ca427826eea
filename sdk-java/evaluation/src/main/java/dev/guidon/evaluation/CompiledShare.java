// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// The part of contexts that a rule applies to, as two ranges of which the first one passes.
final class CompiledShare {

  private final BucketBy bucketBy;
  private final Bucketing bucketing;

  CompiledShare(BucketBy bucketBy, Bucketing bucketing) {
    this.bucketBy = bucketBy;
    this.bucketing = bucketing;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// False without a value to bucket by, even for a full share. EVAL-8.5
  boolean passes(EvaluationContext context) {
    return bucketBy.range(context, bucketing) == 0;
  }
}
