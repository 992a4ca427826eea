// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

/// Nanoseconds since the node started: for what lasts, where the time of day may be set back.
@FunctionalInterface
public interface MonotonicClock {

  long nanos();

  static MonotonicClock startingNow() {
    long start = System.nanoTime();
    return () -> System.nanoTime() - start;
  }
}
