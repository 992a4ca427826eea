// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.ClientStatus;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.GuidonClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// S9: no server is there any more; clients answer on, and begin with what they had.
final class ServersDown implements StreamFailure {

  private static final int BATCH = 1_000;
  private static final EvaluationContext USER = EvaluationContext.of("user-1");

  @Override
  public void run(Path home, Options options) throws Exception {
    int flags = options.get("flags", 2_000);
    Duration phase = Duration.ofSeconds(options.get("seconds", 60));
    try (ServerProcess server = ServerProcess.start(home)) {
      Display display = Display.create(server.admin(), flags, 20);
      for (int i = 0; i < 10; i++) {
        display.turn(server.admin(), i, true);
      }
      String key = display.sdkKey(server.admin(), "client");
      Path cache = home.resolve("cache");
      int port = server.grpcPort();
      try (GuidonClient client = builder(port, key).cacheDirectory(cache).build()) {
        if (!client.awaitReady(Duration.ofSeconds(30))) {
          throw new IllegalStateException("not ready: " + client.status());
        }
        System.out.println("with the server: " + evaluate(client, phase));

        server.handle().destroyForcibly();
        server.handle().onExit().join();
        System.out.println("without: " + evaluate(client, phase));
        ClientStatus status = client.status();
        System.out.printf(
            "then: %s, stale %s, data %s old%n", status.connection(), status.stale(), status.age());
      }

      List<Long> starts = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        try (GuidonClient client = builder(port, key).cacheDirectory(cache).build()) {
          requireServed(client);
          starts.add(System.nanoTime() - start);
        }
      }
      System.out.printf(
          "start from the copy of %,d flags, until the first answer: first %,.1f ms, then %s%n",
          flags, starts.getFirst() / 1e6, Figures.ofNanos(starts.subList(1, starts.size())));

      try (GuidonClient client = builder(port, key).build()) {
        System.out.println(
            "start without a copy: "
                + client.getStringDetails("flag-0", USER, "the caller's default"));
      }
    }
  }

  private static GuidonClientBuilder builder(int port, String key) {
    return GuidonClient.builder().address("127.0.0.1:" + port).plaintext().sdkKey(key);
  }

  private static void requireServed(GuidonClient client) {
    if (!client.getString("flag-0", USER, "default").equals("x".repeat(20))) {
      throw new IllegalStateException("flag-0 has another value: " + client.status());
    }
  }

  /// Evaluates without a pause and says what a thousand evaluations took.
  private static String evaluate(GuidonClient client, Duration duration) {
    List<Long> batches = new ArrayList<>();
    long start = System.nanoTime();
    while (System.nanoTime() - start < duration.toNanos()) {
      long from = System.nanoTime();
      for (int i = 0; i < BATCH; i++) {
        if (client.getString("flag-0", USER, "default").equals("default")) {
          throw new IllegalStateException("the default was given: " + client.status());
        }
      }
      batches.add(System.nanoTime() - from);
      Sleep.millis(1);
    }
    Figures figures = Figures.ofNanos(batches);
    return "%,d evaluations, each (mean of %,d) p50 %.0f ns, p99 %.0f ns"
        .formatted(
            batches.size() * BATCH,
            BATCH,
            figures.millisAt(50) * 1e6 / BATCH,
            figures.millisAt(99) * 1e6 / BATCH);
  }
}
