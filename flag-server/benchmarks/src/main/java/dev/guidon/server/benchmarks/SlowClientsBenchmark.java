// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/// Goal B3: 2,000 connections that send a byte a second neither slow good traffic down nor stay.
final class SlowClientsBenchmark {

  private static final int CONNECTIONS = 2_000;
  private static final int ADDRESSES = 20;
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private SlowClientsBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    try (var directory = TemporaryDirectory.create();
        var server = ServerProcess.start(directory.path().resolve("data"), List.of(), List.of())) {
      var environment = TestEnvironment.create(server, "shop", 10);
      try (var sdk = new HttpConnection(server.uri().getPort(), environment.sdkKey())) {
        var _ = GoodTraffic.forSeconds(sdk, 10);
        Histogram before = GoodTraffic.forSeconds(sdk, 15);
        Report.title("%d slow connections from %d addresses".formatted(CONNECTIONS, ADDRESSES));
        Report.quantiles("good traffic before", before);
        attack(server, sdk);
      }
    }
  }

  private static void attack(ServerProcess server, HttpConnection sdk) throws IOException {
    var over = new AtomicBoolean();
    try (var slow = SlowClients.open(server.uri(), CONNECTIONS, ADDRESSES)) {
      var during = CompletableFuture.supplyAsync(() -> GoodTraffic.until(sdk, over));
      int left = slow.sendUntilCut(LONGEST);
      over.set(true);
      Report.quantiles("good traffic during", during.join());
      Report.quantiles("cut after", slow.cutAfter());
      Report.figure("told why", slow.answered(), "connections");
      Report.figure("left after " + LONGEST.toSeconds() + " s", left, "connections");
    }
  }
}
