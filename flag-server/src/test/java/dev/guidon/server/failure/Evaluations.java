// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.RestClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Asks a server for a flag over and over, as a caller without an SDK does, and counts how often it gets no answer.
final class Evaluations implements AutoCloseable {

  private static final String FLAG = "/ofrep/v1/evaluate/flags/marker";
  private static final String CONTEXT = "{\"context\": {\"targetingKey\": \"ann\"}}";
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final RestClient caller;
  private final Thread thread;
  private final List<String> failures = new ArrayList<>();
  private long answered;
  private volatile boolean stopped;

  private Evaluations(RestClient caller) {
    this.caller = caller;
    this.thread = Thread.ofPlatform().daemon().name("evaluations").start(this::run);
  }

  /// @param caller shows an SDK key
  static Evaluations start(RestClient caller) {
    return new Evaluations(caller);
  }

  private void run() {
    while (!stopped) {
      ask();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void ask() {
    try {
      RestClient.Answer answer = caller.post(FLAG, CONTEXT);
      if (answer.status() == 200) {
        answered++;
      } else {
        failures.add(answer.toString());
      }
    } catch (UncheckedIOException e) {
      failures.add(e.toString());
    }
  }

  /// Stops asking.
  ///
  /// @return what was answered instead of an evaluation
  List<String> stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return failures;
  }

  /// How often it got an evaluation; to be read when it is stopped.
  long answered() {
    return answered;
  }

  @Override
  public void close() {
    stopped = true;
  }
}
