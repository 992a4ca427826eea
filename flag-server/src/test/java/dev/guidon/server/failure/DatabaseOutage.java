// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.sdk.GuidonClient;
import dev.guidon.server.RestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// Takes the database away for a while, from a server that is written to, evaluates, and streams.
final class DatabaseOutage {

  private static final int WRITERS = 4;

  private DatabaseOutage() {}

  /// What came of it.
  ///
  /// @param refused changes while the database was away
  /// @param slowestRefusal how long a writer had to wait for one of these answers
  /// @param writesAgain from the database being there until a change was acknowledged that was asked for after that
  /// @param evaluations that were answered
  /// @param faults what must not be: evaluations without answer, streams that broke, other refusals than 503, lost changes
  record Outcome(
      long refused,
      Duration slowestRefusal,
      Duration writesAgain,
      long evaluations,
      List<String> faults) {}

  static Outcome run(Path home, Duration away) throws IOException, SQLException {
    List<String> faults = new CopyOnWriteArrayList<>();
    var history = new History();
    try (var postgres = new SharedPostgres(home.resolve("database"));
        var server = ServerProcess.startOn(home, postgres.settings())) {
      Shop.open(server.admin());
      String sdkKey = Shop.sdkKey(server.admin(), "backend");
      try (GuidonClient sdk = Shop.follow(server.grpcPort(), sdkKey);
          var _ =
              sdk.onStatusChange(status -> {
                if (status.lastError() != null) {
                  faults.add("the stream broke: " + status);
                }
              });
          var evaluations = Evaluations.start(new RestClient(server.uri(), sdkKey))) {
        Writers writers = Writers.start(history, WRITERS, server.admin());
        writers.awaitAcknowledged(50);

        postgres.goAway();
        long gone = System.nanoTime();
        pauseUntil(gone + away.toNanos());
        postgres.comeBack();
        long back = System.nanoTime();
        writers.awaitAcknowledgedSince(back);
        List<Operation> asked = writers.stop();

        Shop.awaitNewest(server.admin(), sdk);
        faults.addAll(evaluations.stop());
        faults.addAll(HistoryCheck.run(postgres.directory(), history.all()).faults());
        return outcome(asked, gone, back, evaluations.answered(), faults);
      }
    }
  }

  private static Outcome outcome(
      List<Operation> asked, long gone, long back, long evaluations, List<String> faults) {
    List<Operation> refused = asked.stream().filter(op -> !op.isAcknowledged()).toList();
    refused.stream()
        .filter(op -> op.status() != 503)
        .forEach(op -> faults.add("refused with another status than 503: " + op));
    return new Outcome(
        refused.size(),
        refused.stream()
            .filter(op -> op.endNanos() > gone)
            .map(Operation::took)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO),
        asked.stream()
            .filter(op -> op.isAcknowledged() && op.startNanos() > back)
            .map(op -> Duration.ofNanos(op.endNanos() - back))
            .min(Duration::compareTo)
            .orElseThrow(),
        evaluations,
        faults);
  }

  private static void pauseUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
