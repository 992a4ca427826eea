// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import dev.guidon.sdk.GuidonClient;
import dev.guidon.server.benchmarks.LightStream.Held;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// What an environment of 20,000 flags costs beside one of 100: a change, its snapshot, the start of an SDK.
final class LargeEnvironmentBenchmark {

  private static final int SMALL = 100;
  private static final int LARGE = 20_000;
  private static final int TOGGLES = 1_000;
  private static final int STREAMS = 20;
  private static final int AT_ONCE = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private LargeEnvironmentBenchmark() {}

  public static void main(String[] arguments) {
    List<String> settings = List.of("--guidon.grpc.farewell=0s");
    try (var directory = TemporaryDirectory.create();
        var server = ServerProcess.start(directory.path(), List.of(), settings)) {
      TestEnvironment small = TestEnvironment.create(server, "small", SMALL);
      TestEnvironment large = TestEnvironment.create(server, "large", LARGE);
      var database = new DatabaseFigures(server);
      Report.title("A change");
      change(server, small, SMALL, database);
      change(server, large, LARGE, database);
      change(server, small, SMALL, database);
      change(server, large, LARGE, database);
      Report.title("Its snapshot, from the first byte asked for to the last received");
      snapshots(server, small, SMALL);
      snapshots(server, large, LARGE);
      Report.title("An SDK without a copy, until it is ready");
      sdks(server, large, 1, 10);
      sdks(server, large, AT_ONCE, 2);
    }
  }

  private static void change(
      ServerProcess server, TestEnvironment environment, int flags, DatabaseFigures database) {
    Histogram took = Report.histogram();
    DatabaseFigures.Rows before = database.rows();
    try (HttpConnection admin = server.connect()) {
      for (int i = 0; i < TOGGLES; i++) {
        long asked = System.nanoTime();
        environment.turn(admin, 7, i % 2 == 1);
        took.recordValue(System.nanoTime() - asked);
      }
    }
    DatabaseFigures.Rows rows = database.rows().minus(before);
    Report.quantiles("among %,d flags".formatted(flags), took);
    Report.figure("  rows read", (double) rows.read() / TOGGLES, "");
    Report.figure("  rows written", (double) rows.written() / TOGGLES, "");
  }

  private static void snapshots(ServerProcess server, TestEnvironment environment, int flags) {
    Histogram first = Report.histogram();
    Histogram later = Report.histogram();
    long bytes = 0;
    ManagedChannel channel = channel(server);
    try (HttpConnection admin = server.connect()) {
      for (int i = 0; i < STREAMS; i++) {
        // A change makes the snapshot that the next stream gets be encoded anew.
        environment.turn(admin, 7, i % 2 == 1);
        bytes = snapshot(channel, environment, first);
        bytes = snapshot(channel, environment, later);
      }
    } finally {
      channel.shutdownNow();
    }
    Report.quantiles("%,d flags, built for it".formatted(flags), first);
    Report.quantiles("%,d flags, built before".formatted(flags), later);
    Report.figure("  bytes", bytes / 1024.0, "KiB");
  }

  private static long snapshot(
      ManagedChannel channel, TestEnvironment environment, Histogram took) {
    long asked = System.nanoTime();
    LightStream stream = LightStream.open(channel, environment.sdkKey(), Held.NOTHING, _ -> {});
    stream.current().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    took.recordValue(System.nanoTime() - asked);
    stream.cancel();
    return stream.bytes();
  }

  private static ManagedChannel channel(ServerProcess server) {
    return Grpc.newChannelBuilder(
            "127.0.0.1:" + server.grpcPort(), InsecureChannelCredentials.create())
        .directExecutor()
        .maxInboundMessageSize(1024 * 1024)
        .build();
  }

  private static void sdks(
      ServerProcess server, TestEnvironment environment, int atOnce, int rounds) {
    Histogram took = Report.histogram();
    for (int round = 0; round < rounds; round++) {
      List<GuidonClient> clients = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < atOnce; i++) {
        clients.add(
            GuidonClient.builder()
                .address("127.0.0.1:" + server.grpcPort())
                .plaintext()
                .sdkKey(environment.sdkKey())
                .build());
      }
      for (GuidonClient client : clients) {
        if (!client.awaitReady(PATIENCE)) {
          throw new IllegalStateException("an SDK does not get ready: " + client.status());
        }
      }
      took.recordValue(System.nanoTime() - start);
      clients.forEach(GuidonClient::close);
    }
    Report.quantiles(atOnce == 1 ? "one" : "the last of %d at once".formatted(atOnce), took);
  }
}
