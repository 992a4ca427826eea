// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Objects.requireNonNull;

/// How large a part of a rollout a variation gets.
///
/// @param weight in thousandths of a percent, which is to say in buckets: 0 to 100,000
public record Weight(String variation, int weight) {

  public Weight {
    requireNonNull(variation, "variation");
    if (weight < 0 || weight > Allocations.BUCKETS) {
      throw new IllegalArgumentException(
          "weight: " + weight + " (expected: 0 to " + Allocations.BUCKETS + ")");
    }
  }
}
