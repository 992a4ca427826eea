// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.sdk.ConnectionState;
import dev.guidon.server.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;

/// S4: from one moment on nothing passes between clients and server, and no socket says so.
final class Silence implements StreamFailure {

  @Override
  public void run(Path home, Options options) throws Exception {
    int clients = options.get("clients", 100);
    try (ServerProcess server = ServerProcess.start(home);
        TcpProxy proxy = TcpProxy.to(server.grpcPort())) {
      Display display = Display.create(server.admin(), 100, 100);
      String key = display.sdkKey(server.admin(), "herd");
      try (Herd herd = Herd.of(clients, proxy.port(), key)) {
        Sleep.seconds(options.get("quiet", 20));

        long silent = System.nanoTime();
        TcpProxy.Swallowed swallowed = proxy.swallowAll();
        while (swallowed.openAtServer() > 0) {
          requireWithin(silent, Duration.ofMinutes(3));
          Sleep.millis(10);
        }
        System.out.printf(
            "server has left all clients after %,d ms%n", (System.nanoTime() - silent) / 1_000_000);
        herd.await("disconnected", member -> member.lostAt > silent, Duration.ofMinutes(2));
        System.out.println("client notices: " + herd.figures(member -> member.lostAt - silent));
        herd.await("stale", member -> member.staleAt > silent, Duration.ofMinutes(2));
        System.out.println("client is stale: " + herd.figures(member -> member.staleAt - silent));

        long revision = display.change(server.admin(), 0);
        long healed = System.nanoTime();
        proxy.restore();
        Figures back = herd.awaitRevision(revision, healed, Duration.ofMinutes(3));
        herd.await(
            "connected",
            member -> member.client.status().connection() == ConnectionState.CONNECTED,
            Duration.ofMinutes(1));
        System.out.println("at the head once it is over: " + back);
      }
    }
  }

  private static void requireWithin(long since, Duration most) {
    if (System.nanoTime() - since > most.toNanos()) {
      throw new IllegalStateException("longer than " + most);
    }
  }
}
