// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.sdk.GuidonClient;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.TestNode;
import dev.guidon.server.failpoint.Failpoint;
import dev.guidon.server.failure.HistoryCheck.Verdict;
import dev.guidon.server.failure.TestFailpoints.Action;
import dev.guidon.server.failure.TestFailpoints.Trap;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fails at each step between a change and the SDKs that get it, in each way in turn: whatever was acknowledged is there,
/// once; whatever failed before its commit is not there, not by half either; and an SDK ends up with all of it.
class FailpointIT {

  private static final int WRITERS = 4;

  /// What fails at these steps is rolled back.
  private static final Set<Failpoint> BEFORE_THE_COMMIT =
      Set.of(
          Failpoint.HEAD_LOCKED,
          Failpoint.HEAD_COMPARED,
          Failpoint.ENTRIES_APPENDED,
          Failpoint.BEFORE_COMMIT);

  @RegisterExtension static final FlagServerExtension broken = new FlagServerExtension();

  /// Shares the database with the broken one.
  private static TestNode sound;

  private static GuidonClient client;

  private static final History history = new History();

  @BeforeAll
  static void connect() {
    sound = TestNode.start(broken.database(), Map.of());
    Shop.open(broken.admin());
    client = Shop.follow(broken.node().grpcPort(), Shop.sdkKey(broken.admin(), "backend"));
  }

  @AfterAll
  static void disconnect() {
    client.close();
    sound.close();
  }

  @ParameterizedTest
  @EnumSource
  void aStepThatThrowsLeavesAllOfAChangeOrNothing(Failpoint point) throws Exception {
    List<Operation> asked = breakAt(point, Action.THROW);

    Verdict verdict = check(asked);
    long failed = asked.stream().filter(operation -> operation.status() >= 500).count();
    assertThat(failed).isBetween(fewestFailures(point), mostFailures(point));
    assertThat(verdict.unknownMade()).isEqualTo(point == Failpoint.COMMITTED ? failed : 0);
  }

  @ParameterizedTest
  @EnumSource
  void aStepThatTakesLongHoldsUpOthersAndLosesNothing(Failpoint point) throws Exception {
    List<Operation> asked = breakAt(point, Action.PAUSE);

    Verdict verdict = check(asked);
    assertThat(asked)
        .allMatch(operation -> operation.isAcknowledged() || operation.status() == 503);
    assertThat(verdict.unknownMade()).isZero();
  }

  @Test
  void aServerThatIsHaltedAtAnyStepGoesOnWithAllOfAChangeOrNothing(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home) throws Exception {
    var ofThisServer = new History();
    try (var server = ServerProcess.start(home)) {
      Shop.open(server.admin());
      try (var sdk = Shop.follow(server.grpcPort(), Shop.sdkKey(server.admin(), "backend"))) {
        for (Failpoint point : Failpoint.values()) {
          Writers writers = Writers.start(ofThisServer, WRITERS, server.admin());
          writers.awaitAcknowledged(50);
          server.haltAt(point);
          server.awaitEnd();
          writers.stop();
          server.restart();

          Verdict verdict = HistoryCheck.run(server.databaseDirectory(), ofThisServer.all());
          assertThat(verdict.faults()).as(point.name()).isEmpty();
          Shop.awaitNewest(server.admin(), sdk);
        }
      }
    }
  }

  /// Has writers on both nodes go on until one of them was hit, and a while after that.
  private static List<Operation> breakAt(Failpoint point, Action action)
      throws InterruptedException {
    Writers writers =
        Writers.start(
            history, WRITERS, broken.admin(), new RestClient(sound.uri(), broken.adminToken()));
    writers.awaitAcknowledged(20);
    Trap trap = broken.bean(TestFailpoints.class).set(point, action);
    trap.awaitSprung();
    writers.awaitAcknowledgedSince(System.nanoTime());
    return writers.stop();
  }

  /// Who shared a transaction that failed gets one of their own, and does not notice.
  private static long fewestFailures(Failpoint point) {
    return point == Failpoint.COMMITTED ? 1 : 0;
  }

  /// Once they are committed, all that shared a transaction are told by the same step.
  private static long mostFailures(Failpoint point) {
    return point == Failpoint.COMMITTED ? WRITERS : BEFORE_THE_COMMIT.contains(point) ? 1 : 0;
  }

  private static Verdict check(List<Operation> asked) throws SQLException {
    try (Connection owner = broken.database().openOwner()) {
      assertThat(HistoryCheck.run(owner, history.all()).faults()).isEmpty();
      Shop.awaitNewest(broken.admin(), client);
      return HistoryCheck.run(owner, asked);
    }
  }
}
