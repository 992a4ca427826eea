// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Two nodes on one database, written to as fast as they go.
final class TwoNodes {

  private static final int WRITERS = 8;

  private TwoNodes() {}

  /// What came of it.
  ///
  /// @param median how long a change took, asked for over REST
  /// @param faults what must not be: changes that were lost, made twice, out of order, or refused
  record Outcome(double changesPerSecond, Duration median, Duration p99, List<String> faults) {}

  static Outcome run(Path home, Duration warmUp, Duration length) throws IOException, SQLException {
    try (var postgres = new SharedPostgres(home.resolve("database"));
        var first = ServerProcess.startOn(home, postgres.settings());
        var second = ServerProcess.startOn(home, postgres.settings())) {
      Shop.open(first.admin());
      var history = new History();
      Writers writers = Writers.start(history, WRITERS, first.admin(), second.admin());
      LockSupport.parkNanos(warmUp.toNanos());
      long begin = System.nanoTime();
      LockSupport.parkNanos(length.toNanos());
      long end = System.nanoTime();
      List<Operation> asked = writers.stop();

      List<String> faults = new ArrayList<>(HistoryCheck.run(postgres.directory(), asked).faults());
      asked.stream().filter(op -> !op.isAcknowledged()).forEach(op -> faults.add("refused: " + op));
      List<Duration> took =
          asked.stream()
              .filter(op -> op.startNanos() >= begin && op.endNanos() <= end)
              .map(Operation::took)
              .sorted()
              .toList();
      double seconds = (end - begin) / (double) TimeUnit.SECONDS.toNanos(1);
      return new Outcome(
          took.size() / seconds,
          took.get(took.size() / 2),
          took.get(took.size() * 99 / 100),
          faults);
    }
  }
}
