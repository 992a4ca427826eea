// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.RestClient;
import dev.guidon.server.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// S2, S3: two nodes, clients that move between them, changes all the time, and one fault after the other. When a fault is over, all
/// clients must come to the head, and none of them must ever have gone back.
final class Chaos implements StreamFailure {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  @Override
  public void run(Path home, Options options) throws Exception {
    int clients = options.get("clients", 200);
    long minutes = options.get("minutes", 5);
    int seed = options.get("seed", (int) (System.nanoTime() & 0xFFFF));
    System.out.println("seed=" + seed);
    try (var postgres = new SharedPostgres(home.resolve("database"));
        ServerProcess first = ServerProcess.startOn(home, postgres.settings())) {
      Display display = Display.create(first.admin(), 500, 50);
      String key = display.sdkKey(first.admin(), "herd");
      try (ServerProcess second = ServerProcess.startOn(home, postgres.settings());
          TcpProxy proxy = TcpProxy.to(first.grpcPort(), second.grpcPort());
          Herd herd = Herd.of(clients, proxy.port(), key)) {
        var random = new Random(seed);
        var changer = new Changer(display, List.of(first, second));
        Thread thread = Thread.ofPlatform().daemon().name("changer").start(changer);
        List<Long> all = new ArrayList<>();
        int rounds = 0;
        long until = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        while (System.nanoTime() < until) {
          Fault fault = Fault.values()[rounds++ % Fault.values().length];
          int seconds = 2 + random.nextInt(options.get("longest-fault", 15));
          fault.strike(second, proxy, postgres, seconds);
          long healed = System.nanoTime();
          Figures back = herd.awaitRevision(changer.revisionAfter(healed), healed, LONGEST);
          herd.members().forEach(member -> all.add(Math.max(0, member.servedAt - healed)));
          System.out.printf("%s for %d s: all at the head again: %s%n", fault, seconds, back);
          Sleep.millis(random.nextInt(3_000));
        }
        changer.stop();
        thread.join();
        System.out.printf(
            "%d faults, %,d changes, %d clients: at the head after a fault: %s%n",
            rounds, changer.made.get(), clients, Figures.ofNanos(all));
        System.out.println(
            "clients that went back to an older revision: "
                + herd.members().stream().filter(member -> member.wentBack).count());
        System.out.println("alarms of the nodes: " + alarms(first));
      }
    }
  }

  /// Clients that hold more than the log has, or something else at the same revision.
  private static long alarms(ServerProcess server) throws IOException {
    return Files.readAllLines(server.log()).stream()
        .filter(line ->
            line.contains("another digest")
                || line.contains("refused a frame")
                || line.contains("a client holds revision"))
        .count();
  }

  private enum Fault {
    CONNECTIONS_CUT {
      @Override
      void strike(ServerProcess node, TcpProxy proxy, SharedPostgres postgres, int seconds) {
        proxy.cut();
        Sleep.seconds(seconds);
        proxy.restore();
      }
    },
    NODE_KILLED {
      @Override
      void strike(ServerProcess node, TcpProxy proxy, SharedPostgres postgres, int seconds) {
        node.handle().destroyForcibly();
        node.handle().onExit().join();
        Sleep.seconds(seconds);
        node.restartOn(postgres.settings());
      }
    },
    NODE_PAUSED {
      @Override
      void strike(ServerProcess node, TcpProxy proxy, SharedPostgres postgres, int seconds) {
        try (Pause _ = Pause.of(node.handle())) {
          Sleep.seconds(seconds);
        }
      }
    },
    DATABASE_AWAY {
      @Override
      void strike(ServerProcess node, TcpProxy proxy, SharedPostgres postgres, int seconds) {
        postgres.goAway();
        Sleep.seconds(seconds);
        postgres.comeBack();
      }
    },
    SILENCE {
      @Override
      void strike(ServerProcess node, TcpProxy proxy, SharedPostgres postgres, int seconds) {
        proxy.swallowAll();
        Sleep.seconds(seconds);
        proxy.restore();
      }
    };

    /// Lets it happen for so long and ends it.
    ///
    /// @param node one of the two
    abstract void strike(ServerProcess node, TcpProxy proxy, SharedPostgres postgres, int seconds);
  }

  /// Changes through one node and the other, as far as they answer.
  private static final class Changer implements Runnable {

    private final Display display;
    private final List<ServerProcess> servers;
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean over;
    private volatile long revision;
    private volatile long revisionAt;

    Changer(Display display, List<ServerProcess> servers) {
      this.display = display;
      this.servers = servers;
    }

    @Override
    public void run() {
      for (int n = 0; !over; n++) {
        try {
          RestClient admin = servers.get(n % servers.size()).admin();
          revision = display.change(admin, made.get());
          revisionAt = System.nanoTime();
          made.incrementAndGet();
        } catch (RuntimeException e) {
          // The node is not there, or has no database: the other, or later.
          Sleep.millis(50);
        }
        Sleep.millis(50);
      }
    }

    /// A revision that was made after this instant.
    long revisionAfter(long instant) {
      while (revisionAt < instant) {
        Sleep.millis(5);
      }
      return revision;
    }

    void stop() {
      over = true;
    }
  }
}
