// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import dev.guidon.server.benchmarks.LightStream.Held;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// How soon 10,000 streams of one node have a change, and what a stream costs the server.
///
/// The streams are light: 100 on each of 100 connections, in an environment of 1,000 flags. They confirm each change, as
/// SDKs do, and evaluate nothing.
final class FanOutBenchmark {

  private static final int CONNECTIONS = 100;
  private static final int STREAMS_PER_CONNECTION = 100;
  private static final int STREAMS = CONNECTIONS * STREAMS_PER_CONNECTION;
  private static final int FLAGS = 1_000;
  private static final int WARM_UP = 30;
  private static final int TOGGLES = 100;
  private static final Duration BETWEEN = Duration.ofMillis(200);
  private static final Duration NEXT_LOOK = Duration.ofNanos(100_000);

  private FanOutBenchmark() {}

  public static void main(String[] arguments) {
    List<String> settings =
        List.of("--guidon.grpc.new-streams-per-second=5000", "--guidon.grpc.farewell=0s");
    try (var directory = TemporaryDirectory.create();
        var server = ServerProcess.start(directory.path(), List.of(), settings)) {
      TestEnvironment environment = TestEnvironment.create(server, "shop", FLAGS);
      Report.title("A change, until %,d streams have it".formatted(STREAMS));
      measure(server, environment);
    }
  }

  private static void measure(ServerProcess server, TestEnvironment environment) {
    server.collectGarbage();
    long memoryBefore = server.memory();
    long heapBefore = heap(server);
    List<ManagedChannel> channels = new ArrayList<>();
    try (HttpConnection admin = server.connect()) {
      var delivered = new AtomicLong();
      List<LightStream> streams = connect(server, environment, channels, delivered);
      server.collectGarbage();
      Report.figure(
          "server memory a stream (PSS)",
          (server.memory() - memoryBefore) / 1024.0 / STREAMS,
          "KiB");
      Report.figure("server heap a stream", (heap(server) - heapBefore) / 1024.0 / STREAMS, "KiB");

      Histogram sinceAnswer = Report.histogram();
      Histogram sinceRequest = Report.histogram();
      long deltas = 0;
      Duration processorBefore = Duration.ZERO;
      for (int i = 0; i < WARM_UP + TOGGLES; i++) {
        if (i % 50 == 0) {
          streams.forEach(LightStream::ping);
        }
        Pause.millis(BETWEEN.toMillis());
        if (i == WARM_UP) {
          processorBefore = server.processorTime();
        }
        deltas += STREAMS;
        long asked = System.nanoTime();
        environment.turn(admin, 7, i % 2 == 1);
        long answered = System.nanoTime();
        while (delivered.get() < deltas) {
          LockSupport.parkNanos(NEXT_LOOK.toNanos());
        }
        if (i >= WARM_UP) {
          sinceAnswer.recordValue(System.nanoTime() - answered);
          sinceRequest.recordValue(System.nanoTime() - asked);
        }
      }
      Report.quantiles("from the API's answer", sinceAnswer);
      Report.quantiles("from the request", sinceRequest);
      Report.figure(
          "processor time of the server a stream and change",
          server.processorTime().minus(processorBefore).toNanos() / 1e3 / TOGGLES / STREAMS,
          "µs");
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private static List<LightStream> connect(
      ServerProcess server,
      TestEnvironment environment,
      List<ManagedChannel> channels,
      AtomicLong delivered) {
    Held held = Held.NOTHING;
    List<LightStream> streams = new ArrayList<>();
    for (int connection = 0; connection < CONNECTIONS; connection++) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(
                  "127.0.0.1:" + server.grpcPort(), InsecureChannelCredentials.create())
              .directExecutor()
              .build();
      channels.add(channel);
      List<LightStream> ofConnection = new ArrayList<>();
      for (int stream = 0; stream < STREAMS_PER_CONNECTION; stream++) {
        LightStream opened =
            LightStream.open(channel, environment.sdkKey(), held, _ -> delivered.incrementAndGet());
        if (held.equals(Held.NOTHING)) {
          // The others begin with what the first one was sent: it is not snapshots that are
          // measured.
          held = opened.current().orTimeout(30, TimeUnit.SECONDS).join();
        }
        ofConnection.add(opened);
      }
      ofConnection.forEach(stream -> stream.current().orTimeout(30, TimeUnit.SECONDS).join());
      streams.addAll(ofConnection);
    }
    return streams;
  }

  private static long heap(ServerProcess server) {
    return server
        .metrics()
        .lines()
        .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
