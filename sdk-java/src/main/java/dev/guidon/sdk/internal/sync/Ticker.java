// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

/// Monotonic time, which no change of the clock on the wall turns back.
@FunctionalInterface
public interface Ticker {

  Ticker SYSTEM = () -> System.nanoTime() / 1_000_000;

  /// Milliseconds since some instant that only this ticker knows.
  long millis();
}
