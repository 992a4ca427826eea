// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// An algorithm with its salt and the ends of its ranges, prepared: the map from a value to one of the ranges.
abstract class Bucketing {

  /// The answer where there is nothing to bucket by.
  static final int NO_RANGE = -1;

  private static final int FEW = 16;

  private final int[] ends;

  /// @param ends of the ranges in order, each one past its last bucket; the first range begins at 0
  Bucketing(int[] ends) {
    this.ends = ends;
  }

  /// The index of the range that the value falls into, or {@link #NO_RANGE} when the value has no text form.
  abstract int rangeOf(Value value);

  /// The index of the range that serves where no value has a text form, or {@link #NO_RANGE}.
  abstract int rangeWithoutValue();

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  final int rangeOfBucket(int bucket) {
    int[] ends = this.ends;
    int low = 0;
    for (int high = ends.length - 1; high - low >= FEW; ) {
      int middle = (low + high) >>> 1;
      if (bucket < ends[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    while (bucket >= ends[low]) {
      low++;
    }
    return low;
  }
}
