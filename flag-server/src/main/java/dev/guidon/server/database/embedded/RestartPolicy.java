// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How long to wait before PostgreSQL is started again after it ended by itself, and when somebody should know.
///
/// Not safe for several threads.
final class RestartPolicy {
  static final Duration FIRST_DELAY = Duration.ofMillis(200);
  static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
  static final int MANY_FAILURES = 5;
  static final Duration WINDOW = Duration.ofSeconds(60);

  private final Deque<Long> failures = new ArrayDeque<>();

  /// Notes a failure.
  ///
  /// @param nanoTime when, by [System#nanoTime]
  /// @return how long to wait before the next start: twice as long each time
  Duration failed(long nanoTime) {
    failures.addLast(nanoTime);
    while (nanoTime - failures.getFirst() >= WINDOW.toNanos()) {
      failures.removeFirst();
    }
    if (goesOn()) {
      return LONGEST_DELAY;
    }
    return FIRST_DELAY.multipliedBy(1L << (failures.size() - 1));
  }

  /// Whether there were so many failures of late that the next start will hardly help by itself.
  boolean goesOn() {
    return failures.size() >= MANY_FAILURES;
  }
}
