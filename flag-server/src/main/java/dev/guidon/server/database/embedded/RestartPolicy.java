// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// How long to wait before PostgreSQL is started again after it ended by itself, and when to stop trying.
///
/// Not safe for several threads.
final class RestartPolicy {
  static final Duration FIRST_DELAY = Duration.ofMillis(200);
  static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
  static final int MOST_FAILURES = 5;
  static final Duration WINDOW = Duration.ofSeconds(60);

  private final Deque<Long> failures = new ArrayDeque<>();

  /// Notes a failure.
  ///
  /// @param nanoTime when, by [System#nanoTime]
  /// @return how long to wait before the next start; empty to give up
  Optional<Duration> failed(long nanoTime) {
    failures.addLast(nanoTime);
    while (nanoTime - failures.getFirst() >= WINDOW.toNanos()) {
      failures.removeFirst();
    }
    if (failures.size() >= MOST_FAILURES) {
      return Optional.empty();
    }
    Duration delay = FIRST_DELAY.multipliedBy(1L << (failures.size() - 1));
    return Optional.of(delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY);
  }
}
