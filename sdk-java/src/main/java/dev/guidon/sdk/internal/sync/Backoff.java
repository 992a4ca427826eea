// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a client waits before it connects again: anything up to `first` doubled with each attempt, at most `longest`.
///
/// All of the wait is random, so that a thousand clients that lost one server do not come back as one.
public record Backoff(Duration first, Duration longest) {

  public Backoff {
    requireNonNull(first, "first");
    requireNonNull(longest, "longest");
    if (first.isNegative() || first.isZero() || first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "first: " + first + " (expected: above zero, at most " + longest + ")");
    }
  }

  /// The wait before attempt number `attempt`, which counts from 0.
  public long delayMillis(int attempt, RandomGenerator random) {
    long bound = longest.toMillis();
    long doubled = first.toMillis() << Math.min(attempt, 30);
    if (doubled > 0) {
      bound = Math.min(bound, doubled);
    }
    return random.nextLong(bound + 1);
  }
}
