// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import org.jspecify.annotations.Nullable;

/// Variations split by bucketing, each range with what it serves.
final class CompiledRollout {

  private final BucketBy bucketBy;
  private final Bucketing bucketing;
  private final Evaluation[] served;

  CompiledRollout(BucketBy bucketBy, Bucketing bucketing, Evaluation[] served) {
    this.bucketBy = bucketBy;
    this.bucketing = bucketing;
    this.served = served;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// Null without a value to bucket by.
  @Nullable Evaluation serve(EvaluationContext context) {
    int range = bucketBy.range(context, bucketing);
    return range == Bucketing.NO_RANGE ? null : served[range];
  }
}
