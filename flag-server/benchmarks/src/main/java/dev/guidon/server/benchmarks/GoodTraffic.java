// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/// An application that goes on evaluating a flag over OFREP, a request every few milliseconds, and times the answers.
final class GoodTraffic {

  private static final long PAUSE_MILLIS = 2;
  private static final String REQUEST =
      """
      {"context": {"targetingKey": "user-1", "country": "NO"}}\
      """;

  private GoodTraffic() {}

  /// How long answers took over some seconds.
  static Histogram forSeconds(HttpConnection sdk, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    return run(sdk, () -> System.nanoTime() - end < 0);
  }

  /// How long answers took until told to stop.
  static Histogram until(HttpConnection sdk, AtomicBoolean stopped) {
    return run(sdk, () -> !stopped.get());
  }

  private static Histogram run(HttpConnection sdk, BooleanSupplier goesOn) {
    Histogram took = Report.histogram();
    while (goesOn.getAsBoolean()) {
      long start = System.nanoTime();
      int status =
          sdk.send("POST", "/ofrep/v1/evaluate/flags/" + TestEnvironment.flag(0), REQUEST).status();
      if (status != 200) {
        throw new IllegalStateException("status " + status + " (expected: 200)");
      }
      took.recordValue(System.nanoTime() - start);
      Pause.millis(PAUSE_MILLIS);
    }
    return took;
  }
}
