// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.util.Collection;
import java.util.List;

/// How long many things took.
final class Figures {

  private static final double NANOS_PER_MILLI = 1e6;

  private final List<Long> sortedNanos;

  private Figures(List<Long> sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  static Figures ofNanos(Collection<Long> nanos) {
    if (nanos.isEmpty()) {
      throw new IllegalArgumentException("nanos: none (expected: one or more)");
    }
    return new Figures(nanos.stream().sorted().toList());
  }

  double millisAt(double percentile) {
    int index = (int) Math.ceil(percentile / 100 * sortedNanos.size()) - 1;
    return sortedNanos.get(Math.max(0, index)) / NANOS_PER_MILLI;
  }

  double mostMillis() {
    return millisAt(100);
  }

  @Override
  public String toString() {
    return "p50 %,.1f ms, p99 %,.1f ms, most %,.1f ms (n = %,d)"
        .formatted(millisAt(50), millisAt(99), mostMillis(), sortedNanos.size());
  }
}
