// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.sdk.GuidonClient;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Stops processes for a while, as a machine that swaps or a hypervisor that moves it does, and lets them go on.
class PauseIT {

  private static final int WRITERS = 4;

  @RegisterExtension static final FlagServerExtension awake = new FlagServerExtension();

  private final History history = new History();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path home;

  /// M20: a node that slept through changes must not answer as if there had been none.
  @Test
  void m20NodeThatWasPausedKnowsWhatItSleptThrough() throws Exception {
    Shop.open(awake.admin());
    String sdkKey = Shop.sdkKey(awake.admin(), "backend");
    Files.writeString(home.resolve("admin-token"), awake.adminToken());
    try (var paused = ServerProcess.startOn(home, awake.database().settings());
        GuidonClient sdk = Shop.follow(paused.grpcPort(), sdkKey)) {
      Writers writers = Writers.start(history, WRITERS, awake.admin(), paused.admin());
      writers.awaitAcknowledged(50);

      long revision;
      try (var _ = Pause.of(paused.handle())) {
        // Not before the database has ended a transaction that the paused node may have open.
        writers.awaitAcknowledgedSince(System.nanoTime());
        revision = Shop.mark(awake.admin(), true);
      }

      assertThat(paused.admin().get(Shop.ENVIRONMENT + "/flags/marker/targeting").at("/on"))
          .isEqualTo(true);
      await().atMost(Duration.ofSeconds(30)).until(() -> sdk.status().revision() >= revision);
      writers.awaitAcknowledgedSince(System.nanoTime());
      writers.stop();
    }
    try (Connection owner = awake.database().openOwner()) {
      assertThat(HistoryCheck.run(owner, history.all()).faults()).isEmpty();
    }
  }

  @Test
  void aPausedDatabaseHoldsUpChangesAndNoEvaluation() throws Exception {
    try (var server = ServerProcess.start(home)) {
      Shop.open(server.admin());
      var caller = new RestClient(server.uri(), Shop.sdkKey(server.admin(), "backend"));
      Writers writers = Writers.start(history, WRITERS, server.admin());
      writers.awaitAcknowledged(50);
      Evaluations evaluations = Evaluations.start(caller);

      try (var _ = Pause.of(server.postgresProcesses())) {
        writers.awaitRefused();
      }
      writers.awaitAcknowledgedSince(System.nanoTime());
      List<Operation> asked = writers.stop();

      assertThat(evaluations.stop()).isEmpty();
      assertThat(evaluations.answered()).isPositive();
      assertThat(asked).allMatch(op -> op.isAcknowledged() || op.status() == 503);
      assertThat(HistoryCheck.run(server.databaseDirectory(), history.all()).faults()).isEmpty();
    }
  }
}
