// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.awaitility.Awaitility.await;

import dev.guidon.server.RestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Several writers at work, until they are stopped.
final class Writers {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final History history;
  private final int before;
  private final int acknowledgedBefore;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Writers(History history) {
    this.history = history;
    this.before = history.size();
    this.acknowledgedBefore = history.acknowledged();
  }

  /// Begins to write.
  ///
  /// @param nodes where to, in turn
  static Writers start(History history, int count, RestClient... nodes) {
    var all = new Writers(history);
    for (int i = 0; i < count; i++) {
      var writer = new Writer(nodes[i % nodes.length], history);
      all.writers.add(writer);
      all.threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("writer-" + i)
              .uncaughtExceptionHandler((_, failure) -> all.failures.add(failure))
              .start(writer));
    }
    return all;
  }

  /// Waits until these writers were told of so many changes that they are made.
  void awaitAcknowledged(int count) {
    awaitAcknowledged(count, LONGEST_WAIT);
  }

  void awaitAcknowledged(int count, Duration limit) {
    awaitOrStop(limit, () -> acknowledged() >= count);
  }

  /// Waits until a change was made that was asked for after this moment.
  void awaitAcknowledgedSince(long nanos) {
    awaitOrStop(LONGEST_WAIT, () -> history.isAcknowledgedSince(nanos));
  }

  /// Waits until, from now on, a writer was told anything else than that its change is made.
  void awaitRefused() {
    long now = System.nanoTime();
    awaitOrStop(LONGEST_WAIT, () -> history.isRefusedSince(now));
  }

  private void awaitOrStop(Duration limit, Callable<Boolean> condition) {
    boolean held = false;
    try {
      await().atMost(limit).pollInterval(Duration.ofMillis(10)).until(condition);
      held = true;
    } finally {
      if (!held) {
        writers.forEach(Writer::stop);
      }
    }
  }

  int acknowledged() {
    return history.acknowledged() - acknowledgedBefore;
  }

  /// Stops them and waits for their last answers.
  ///
  /// @return what they asked for and were told
  List<Operation> stop() {
    writers.forEach(Writer::stop);
    for (Thread thread : threads) {
      joinUninterrupted(thread);
    }
    failures.forEach(failure -> {
      throw new IllegalStateException("a writer failed", failure);
    });
    return history.from(before);
  }

  private static void joinUninterrupted(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
