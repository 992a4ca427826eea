// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Kills parts of a running server while four writers change flags, round after round on the same data, and checks after
/// each round that whatever was acknowledged is there, once, in order.
final class KillLoop implements AutoCloseable {

  private static final int WRITERS = 4;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 50;

  private final Random random;
  private final History history = new History();
  private final ServerProcess server;

  /// What one round came to.
  record Round(
      KillTarget target, long acknowledged, long unknown, long downMillis, List<String> faults) {}

  KillLoop(Path home, long seed) {
    this.random = new Random(seed);
    this.server = ServerProcess.start(home);
    Shop.open(server.admin());
  }

  /// Pretends that a change was acknowledged, to see that its absence is noticed.
  void acknowledge(Operation operation) {
    history.add(operation);
  }

  Round round(KillTarget target) throws SQLException, IOException {
    Writers writers = Writers.start(history, WRITERS, server.admin());
    writers.awaitAcknowledged(ACKNOWLEDGED_BEFORE_KILL);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(500)));

    long killed = System.nanoTime();
    target.strike(server);
    if (server.handle().isAlive() && target != KillTarget.JVM && target != KillTarget.ALL) {
      // The writers go on, so that changes meet the database while it comes back.
      writers.awaitAcknowledgedSince(killed);
    }
    List<Operation> mine = writers.stop();
    if (target == KillTarget.JVM || target == KillTarget.ALL) {
      server.handle().onExit().join();
      server.restart();
    } else {
      server.awaitReady();
    }
    long downMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);

    List<String> faults = HistoryCheck.run(server.databaseDirectory(), history.all()).faults();
    long acknowledged = mine.stream().filter(Operation::isAcknowledged).count();
    return new Round(target, acknowledged, mine.size() - acknowledged, downMillis, faults);
  }

  @Override
  public void close() {
    server.close();
  }
}
