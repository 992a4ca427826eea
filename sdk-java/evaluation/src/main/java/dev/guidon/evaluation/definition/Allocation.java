// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;

/// A rollout's bucket ranges and their variations, in order; well formed, they cover all 100,000 buckets.
public record Allocation(List<BucketRange> ranges) {

  public Allocation {
    ranges = List.copyOf(ranges);
  }
}
