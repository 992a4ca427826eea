// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// S7: clients connect and go, thousands of times, at every moment of a stream's beginning.
final class Aborts implements StreamFailure {

  private static final int THREADS = 4;

  @Override
  public void run(Path home, Options options) throws Exception {
    int cycles = options.get("cycles", 10_000);
    try (ServerProcess server =
        ServerProcess.start(home, "--guidon.grpc.new-streams-per-second=100000")) {
      Display display = Display.create(server.admin(), 100, 100);
      String key = display.sdkKey(server.admin(), "herd");
      connectAndAbort(server, key, options.get("warm-up", 2_000));
      awaitNobody(server, display);
      System.out.println("before: " + ProcessFigures.of(server));

      long start = System.nanoTime();
      connectAndAbort(server, key, cycles);
      System.out.printf(
          "%,d connections made and aborted in %,d ms%n",
          cycles, (System.nanoTime() - start) / 1_000_000);

      awaitNobody(server, display);
      System.out.println("registered: " + display.connectedSdks(server.admin()));
      System.out.println("after: " + ProcessFigures.of(server));
    }
  }

  private static void connectAndAbort(ServerProcess server, String key, int cycles)
      throws InterruptedException {
    var begun = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = begun.getAndIncrement(); n < cycles; n = begun.getAndIncrement()) {
                  connectAndAbort(server, key, Moment.values()[n % Moment.values().length]);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private enum Moment {
    AT_ONCE,
    AFTER_HELLO,
    AFTER_SNAPSHOT;

    boolean hasCome(LightStream stream) {
      return switch (this) {
        case AT_ONCE -> true;
        case AFTER_HELLO -> stream.helloAt != 0;
        case AFTER_SNAPSHOT -> stream.revision != 0;
      };
    }
  }

  private static void connectAndAbort(ServerProcess server, String key, Moment moment) {
    ManagedChannel channel = LightStream.channel(server.grpcPort());
    var stream = new LightStream(channel, key);
    while (stream.ended == null && !moment.hasCome(stream)) {
      Sleep.millis(1);
    }
    if (stream.ended != null) {
      throw new IllegalStateException("ended by the server: " + stream.ended);
    }
    stream.close();
    channel.shutdownNow();
    try {
      channel.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void awaitNobody(ServerProcess server, Display display) {
    for (int i = 0; i < 100 && display.connectedSdks(server.admin()) > 0; i++) {
      Sleep.millis(100);
    }
    // What waits for a connection's end, such as a socket's, has its time.
    Sleep.seconds(5);
  }
}
