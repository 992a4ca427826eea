// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import org.jspecify.annotations.Nullable;

/// What a rollout or share buckets by: attributes of which the first that has a text form counts, or else the
/// targeting key.
final class BucketBy {

  private final AttributeReference[] attributes;

  BucketBy(AttributeReference[] attributes) {
    this.attributes = attributes;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  int range(EvaluationContext context, Bucketing bucketing) {
    for (AttributeReference attribute : attributes) {
      @Nullable Value value = attribute.read(context);
      if (value != null) {
        int range = bucketing.rangeOf(value);
        if (range != Bucketing.NO_RANGE) {
          return range;
        }
      }
    }
    return bucketing.rangeWithoutValue();
  }
}
