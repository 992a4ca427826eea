// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import dev.guidon.sdk.GuidonClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// How soon the last of 1,000 SDKs serves a change, from when the API has answered.
///
/// Each SDK is a whole client with a connection of its own, in an environment of 1,000 flags. It has the change when it
/// evaluates the flag to the new value. Measured on the node that made the change, on another, and on another that
/// notifications do not reach.
final class ChangeBenchmark {

  private static final int SDKS = 1_000;
  private static final int FLAGS = 1_000;
  private static final int WARM_UP = 400;
  private static final int TOGGLES = 200;
  private static final int TOGGLES_BY_POLLING = 40;
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration NEXT_LOOK = Duration.ofNanos(100_000);
  private static final Duration BETWEEN = Duration.ofMillis(250);

  private ChangeBenchmark() {}

  public static void main(String[] arguments) {
    try (var directory = TemporaryDirectory.create();
        var server = ServerProcess.start(directory.path().resolve("one"), List.of(), List.of())) {
      TestEnvironment environment = TestEnvironment.create(server, "shop", FLAGS);
      Report.title(
          "A change, from the API's answer until the last of %,d SDKs serves it".formatted(SDKS));
      measure("on the node that made it", server, server, environment, TOGGLES);
      measureOnOther("on another node", directory.path(), server, environment, true, TOGGLES);
      measureOnOther(
          "on another node, NOTIFY blocked",
          directory.path(),
          server,
          environment,
          false,
          TOGGLES_BY_POLLING);
    }
  }

  private static void measureOnOther(
      String what,
      Path directory,
      ServerProcess server,
      TestEnvironment environment,
      boolean listen,
      int toggles) {
    List<String> settings = new ArrayList<>(server.sharedDatabase());
    settings.add("--guidon.log.listen=" + listen);
    try (var other =
        ServerProcess.start(directory.resolve("other-" + listen), List.of(), settings)) {
      measure(what, server, other, environment, toggles);
    }
  }

  private static void measure(
      String what,
      ServerProcess changes,
      ServerProcess streams,
      TestEnvironment environment,
      int toggles) {
    List<GuidonClient> clients = connect(streams, environment);
    try (HttpConnection admin = changes.connect()) {
      boolean on = true;
      for (int i = 0; i < Math.min(WARM_UP, 2 * toggles); i++) {
        on = !on;
        environment.turn(admin, 7, on);
        awaitAll(clients, on);
      }
      Histogram delays = Report.histogram();
      Histogram answers = Report.histogram();
      for (int i = 0; i < toggles; i++) {
        Pause.millis(BETWEEN.toMillis());
        on = !on;
        long asked = System.nanoTime();
        environment.turn(admin, 7, on);
        long answered = System.nanoTime();
        awaitAll(clients, on);
        delays.recordValue(System.nanoTime() - answered);
        answers.recordValue(answered - asked);
      }
      if (!on) {
        environment.turn(admin, 7, true);
      }
      Report.quantiles(what, delays);
      Report.quantiles("  the API's answer", answers);
    } finally {
      clients.forEach(GuidonClient::close);
    }
  }

  /// Looks at one client after the other: the last has it when each was seen to.
  private static void awaitAll(List<GuidonClient> clients, boolean on) {
    for (GuidonClient client : clients) {
      while (client.isEnabled(TestEnvironment.flag(7), TestEnvironment.SOMEBODY, !on) != on) {
        LockSupport.parkNanos(NEXT_LOOK.toNanos());
      }
    }
  }

  private static List<GuidonClient> connect(ServerProcess server, TestEnvironment environment) {
    List<GuidonClient> clients = new ArrayList<>();
    for (int i = 0; i < SDKS; i++) {
      clients.add(
          GuidonClient.builder()
              .address("127.0.0.1:" + server.grpcPort())
              .plaintext()
              .sdkKey(environment.sdkKey())
              .build());
      Pause.millis(SOON.toMillis());
    }
    for (GuidonClient client : clients) {
      if (!client.awaitReady(READY)) {
        throw new IllegalStateException("an SDK does not get ready: " + client.status());
      }
    }
    return clients;
  }
}
