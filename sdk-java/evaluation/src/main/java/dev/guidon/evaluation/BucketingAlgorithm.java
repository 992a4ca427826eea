// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.StringValue;
import org.jspecify.annotations.Nullable;

/// A way to map salt, value and ranges to one of the ranges, which also decides what a missing value means.
///
/// The name is stored with each rollout and share. So an algorithm never changes: a better one is another one, under another
/// name, and moves nobody.
enum BucketingAlgorithm {

  /// bucket = murmur3(salt "." value) × 100,000 / 2^32. EVAL-18.1
  MURMUR3("murmur3") {
    @Override
    Bucketing prepare(String salt, int[] ends) {
      return new Murmur3Bucketing(salt, ends);
    }
  };

  private final String label;

  BucketingAlgorithm(String label) {
    this.label = label;
  }

  static @Nullable BucketingAlgorithm labelled(String label) {
    for (BucketingAlgorithm algorithm : values()) {
      if (algorithm.label.equals(label)) {
        return algorithm;
      }
    }
    return null;
  }

  /// @param ends of the ranges in order, each one past its last bucket; the first range begins at 0
  abstract Bucketing prepare(String salt, int[] ends);

  private static final class Murmur3Bucketing extends Bucketing {

    private final Murmur3 salted;

    Murmur3Bucketing(String salt, int[] ends) {
      super(ends);
      salted = Murmur3.startingWith(salt + ".");
    }

    // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
    // docs/design-notes.md#hot-path
    @Override
    int rangeOf(Value value) {
      if (value instanceof StringValue text) {
        return rangeOfHash(salted.hash(text.value()));
      }
      if (value instanceof NumberValue number) {
        double d = number.value();
        // NaN and the infinities fail the second test. EVAL-18.8, 18.9
        return d == Math.rint(d) && Math.abs(d) <= Getter.MAX_INTEGER
            ? rangeOfHash(salted.hash((long) d))
            : NO_RANGE;
      }
      if (value instanceof BooleanValue truth) {
        return rangeOfHash(salted.hash(truth.value() ? "true" : "false"));
      }
      return NO_RANGE;
    }

    @Override
    int rangeWithoutValue() {
      return NO_RANGE;
    }

    private int rangeOfHash(int hash) {
      return rangeOfBucket((int) (((hash & 0xffff_ffffL) * Allocations.BUCKETS) >>> 32));
    }
  }
}
