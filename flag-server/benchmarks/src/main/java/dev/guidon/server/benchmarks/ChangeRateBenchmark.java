// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;

/// How many durable, audited changes the REST API takes in a second, and how long one takes.
///
/// Each client turns a flag of its own off and on again in an environment of 1,000 flags, and waits for each answer.
final class ChangeRateBenchmark {

  private static final int FLAGS = 1_000;
  private static final int CLIENTS = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final int ROUNDS = 3;

  private ChangeRateBenchmark() {}

  /// Settings of the server may be given as arguments.
  public static void main(String[] arguments) {
    try (var directory = TemporaryDirectory.create();
        var server = ServerProcess.start(directory.path(), List.of(), List.of(arguments))) {
      TestEnvironment environment = TestEnvironment.create(server, "shop", FLAGS);
      Report.title("Changes by REST");
      changesOf(server, environment, CLIENTS, WARM_UP);
      for (int round = 0; round < ROUNDS; round++) {
        report(server, environment, CLIENTS);
        report(server, environment, 1);
      }
    }
  }

  private static void report(ServerProcess server, TestEnvironment environment, int clients) {
    Duration processorBefore = server.processorTime();
    Histogram took = changesOf(server, environment, clients, ROUND);
    Report.quantiles(clients + (clients == 1 ? " client" : " clients"), took);
    Report.figure("  changes a second", took.getTotalCount() / (double) ROUND.toSeconds(), "");
    Report.figure(
        "  processor time of the server's JVM a change",
        Report.millis(server.processorTime().minus(processorBefore).toNanos())
            / took.getTotalCount(),
        "ms");
  }

  private static Histogram changesOf(
      ServerProcess server, TestEnvironment environment, int clients, Duration time) {
    List<Callable<Histogram>> writers = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      int flag = client;
      writers.add(() -> changesOfOne(server, environment, flag, time));
    }
    Histogram all = Report.histogram();
    All.run(writers).forEach(all::add);
    return all;
  }

  private static Histogram changesOfOne(
      ServerProcess server, TestEnvironment environment, int flag, Duration time) {
    Histogram took = Report.histogram();
    try (HttpConnection admin = server.connect()) {
      boolean on = true;
      long now = System.nanoTime();
      long end = now + time.toNanos();
      while (now < end || !on) {
        long asked = now;
        on = !on;
        environment.turn(admin, flag, on);
        now = System.nanoTime();
        took.recordValue(now - asked);
      }
    }
    return took;
  }
}
