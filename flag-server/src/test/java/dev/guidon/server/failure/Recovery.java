// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A large installation that is killed or stopped, and started again.
final class Recovery implements AutoCloseable {

  private static final int WRITERS = 8;
  private static final int FLAGS = 5_000;

  private final ServerProcess server;
  private final History history = new History();

  /// How long one start took.
  ///
  /// @param gone from the kill until no process of the server or its database was left
  /// @param ready from the start until requests were answered from the database
  record Start(Duration gone, Duration ready) {}

  /// Fills a server.
  ///
  /// @param entries that its log has at least
  Recovery(Path home, int entries) {
    this.server = ServerProcess.start(home);
    Shop.open(server.admin());
    IntStream.range(0, FLAGS).parallel().forEach(i -> Shop.createFlag(server.admin(), "flag-" + i));
    Writers writers = Writers.start(history, WRITERS, server.admin());
    writers.awaitAcknowledged(Math.max(1, entries - FLAGS), Duration.ofMinutes(30));
    writers.stop();
  }

  /// Kills the server's own process while it is written to.
  Start afterKill() throws IOException, SQLException {
    Writers writers = Writers.start(history, WRITERS, server.admin());
    writers.awaitAcknowledged(50);
    long killed = System.nanoTime();
    List<ProcessHandle> all = server.processes().toList();
    KillTarget.JVM.strike(server);
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    Duration gone = Duration.ofNanos(System.nanoTime() - killed);
    writers.stop();
    return start(gone);
  }

  Start afterStop() {
    long stopped = System.nanoTime();
    server.stop();
    return start(Duration.ofNanos(System.nanoTime() - stopped));
  }

  private Start start(Duration gone) {
    long begin = System.nanoTime();
    server.restart();
    return new Start(gone, Duration.ofNanos(System.nanoTime() - begin));
  }

  List<String> faults() throws IOException, SQLException {
    return HistoryCheck.run(server.databaseDirectory(), history.all()).faults();
  }

  @Override
  public void close() {
    server.close();
  }
}
