// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.awaitility.Awaitility.await;

import dev.guidon.server.RestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Several writers at work, until they are stopped.
final class Writers implements AutoCloseable {

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
              .name("writer-" + i)
              .uncaughtExceptionHandler((_, failure) -> all.failures.add(failure))
              .start(writer));
    }
    return all;
  }

  /// Waits until these writers were told of so many changes that they are made.
  void awaitAcknowledged(int count) {
    await()
        .atMost(LONGEST_WAIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> acknowledged() >= count);
  }

  /// Waits until a change was made that was asked for after this moment.
  void awaitAcknowledgedSince(long nanos) {
    await()
        .atMost(LONGEST_WAIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> history.isAcknowledgedSince(nanos));
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

  @Override
  public void close() {
    writers.forEach(Writer::stop);
  }
}
