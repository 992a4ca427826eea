// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.TestNode;
import dev.guidon.server.failpoint.Failpoint;
import dev.guidon.server.failure.TestFailpoints.Action;
import dev.guidon.server.failure.TestFailpoints.Trap;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A node that is told to stop ends what it has begun, and says so when it begins nothing any more.
class ShutdownIT {

  private static final int WRITERS = 4;

  @RegisterExtension static final FlagServerExtension other = new FlagServerExtension();

  @BeforeAll
  static void open() {
    Shop.open(other.admin());
  }

  /// The pool of connections was once closed under a change, which then failed with 500.
  @Test
  void aChangeThatIsBeingMadeWhileItsNodeStopsIsMadeAndAnswered() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TestNode stopping = TestNode.start(other.database(), Map.of());
      var admin = new RestClient(stopping.uri(), other.adminToken());
      Trap trap = stopping.bean(TestFailpoints.class).set(Failpoint.ENTRIES_APPENDED, Action.PAUSE);
      Future<Answer> change = threads.submit(create(admin, "in-flight"));
      trap.awaitSprung();

      stopping.close();

      assertThat(change.get().status()).as(change.get().body()).isEqualTo(201);
      assertThat(other.admin().get(Shop.FLAGS + "/in-flight").status()).isEqualTo(200);
    }
  }

  @Test
  void writersOfANodeThatStopsAreToldWhatIsTrue() throws Exception {
    TestNode stopping = TestNode.start(other.database(), Map.of());
    var history = new History();
    Writers writers =
        Writers.start(
            history, WRITERS, new RestClient(stopping.uri(), other.adminToken()), other.admin());
    writers.awaitAcknowledged(50);

    stopping.close();
    writers.awaitAcknowledgedSince(System.nanoTime());
    List<Operation> asked = writers.stop();

    assertThat(asked)
        .as("no answer (0) once nobody listens, a refusal while the node stops")
        .allMatch(operation ->
            operation.isAcknowledged() || operation.status() == 0 || operation.status() == 503);
    assertThat(faults(history)).isEmpty();
  }

  private static Callable<Answer> create(RestClient admin, String key) {
    return () -> admin.post(Shop.FLAGS, "{\"key\": \"" + key + "\", \"type\": \"boolean\"}");
  }

  private static List<String> faults(History history) throws SQLException {
    try (Connection owner = other.database().openOwner()) {
      return HistoryCheck.run(owner, history.all()).faults();
    }
  }
}
