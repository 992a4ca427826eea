// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.sdk.GuidonClient;
import dev.guidon.server.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;

/// S8: a client is away for a minute, in which much is changed, and gets only that.
final class Offline implements StreamFailure {

  @Override
  public void run(Path home, Options options) throws Exception {
    int seconds = options.get("seconds", 60);
    int changes = options.get("changes", 500);
    int flags = options.get("flags", 2_000);
    int changed = options.get("changed", 100);
    try (ServerProcess server = ServerProcess.start(home);
        TcpProxy proxy = TcpProxy.to(server.grpcPort())) {
      Display display = Display.create(server.admin(), flags, 100);
      String key = display.sdkKey(server.admin(), "client");
      try (GuidonClient client =
          GuidonClient.builder()
              .address("127.0.0.1:" + proxy.port())
              .plaintext()
              .sdkKey(key)
              .build()) {
        if (!client.awaitReady(Duration.ofSeconds(30))) {
          throw new IllegalStateException("not ready: " + client.status());
        }
        long snapshot = proxy.bytesToClients();

        proxy.cut();
        long revision = 0;
        for (int i = 0; i < changes; i++) {
          revision = display.turn(server.admin(), i % changed, i / changed % 2 == 0);
          Sleep.millis(1_000L * seconds / changes);
        }
        long before = proxy.bytesToClients();
        long healed = System.nanoTime();
        proxy.restore();
        while (client.status().revision() < revision) {
          Sleep.millis(1);
        }

        long resumed = proxy.bytesToClients() - before;
        System.out.printf(
            "%,d flags: %,d bytes as a snapshot; %,d changes of %,d of them while away: %,d bytes"
                + " (%.1f %%), at the head %,d ms after the network was back%n",
            flags,
            snapshot,
            changes,
            changed,
            resumed,
            100.0 * resumed / snapshot,
            (System.nanoTime() - healed) / 1_000_000);
      }
    }
  }
}
