// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/// Figures on standard output, a line each.
final class Report {

  private Report() {}

  static Histogram histogram() {
    return new Histogram(Duration.ofMinutes(1).toNanos(), 3);
  }

  static void title(String title) {
    System.out.printf("%n%s%n", title);
  }

  static void quantiles(String what, Histogram nanos) {
    System.out.printf(
        "  %-46s p50 %8.2f ms   p99 %8.2f ms   max %8.2f ms   (%d)%n",
        what,
        millis(nanos.getValueAtPercentile(50)),
        millis(nanos.getValueAtPercentile(99)),
        millis(nanos.getMaxValue()),
        nanos.getTotalCount());
  }

  static void figure(String what, double value, String unit) {
    System.out.printf("  %-46s %10.2f %s%n", what, value, unit);
  }

  static double millis(long nanos) {
    return nanos / 1e6;
  }
}
