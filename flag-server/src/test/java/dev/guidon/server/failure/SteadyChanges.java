// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.RestClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// So many changes a second, as far as the server goes along.
final class SteadyChanges {

  private final RestClient admin;
  private final Display display;
  private final long nanosBetween;
  private int made;

  SteadyChanges(ServerProcess server, Display display, int perSecond) {
    this.admin = server.admin();
    this.display = display;
    this.nanosBetween = Duration.ofSeconds(1).toNanos() / perSecond;
  }

  /// Changes for so long, and says when each was answered, by its revision.
  Map<Long, Long> run(Duration duration) {
    Map<Long, Long> answered = new HashMap<>();
    long start = System.nanoTime();
    for (long due = start; due - start < duration.toNanos(); due += nanosBetween) {
      long early = due - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
      answered.put(display.change(admin, made++), System.nanoTime());
    }
    return answered;
  }
}
