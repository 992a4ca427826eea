// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.audit.AuditLog;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.database.Sql;
import dev.guidon.server.database.TestDatabase;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.failpoint.Failpoint;
import java.lang.reflect.Proxy;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a writer finds in memory under the head's lock, while this node follows what another did.
class EnvironmentSnapshotsIT {

  @RegisterExtension static final FlagServerExtension other = new FlagServerExtension();

  private static Transactions transactions;
  private static AuditLog log;
  private static UUID environmentId;

  @BeforeAll
  static void createEnvironment() {
    other.admin().post("/api/v1/projects", "{\"key\": \"shop\"}");
    other.admin().post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    transactions = other.bean(Transactions.class);
    log = other.bean(AuditLog.class);
    environmentId = other.bean(Definitions.class).environment("shop", "production").id();
  }

  /// A writer once read the environment before it compared the heads. The follower, in between, made both of them newer, and the
  /// next revision was made without the other node's change.
  @Test
  void whatIsFollowedWhileAWriterComparesTheHeadsIsPartOfWhatItGoesOnFrom() {
    var node = new Node();
    node.follow();

    other
        .admin()
        .post(
            "/api/v1/projects/shop/flags", "{\"key\": \"made-elsewhere\", \"type\": \"boolean\"}");
    node.followOnce = true;
    EnvironmentSnapshot found = node.atTheLockedHead();

    assertThat(node.followOnce).as("the node followed in between").isFalse();
    assertThat(found.flags().flagKeys()).contains("made-elsewhere");
  }

  @Test
  void whatIsNotFollowedYetIsReadUnderTheLock() {
    var node = new Node();
    node.follow();

    other
        .admin()
        .post("/api/v1/projects/shop/flags", "{\"key\": \"unheard-of\", \"type\": \"boolean\"}");

    assertThat(node.atTheLockedHead().flags().flagKeys()).contains("unheard-of");
  }

  /// Each of a thousand clients that came back to a node once loaded their environment, and held up the others.
  @Test
  void whoAsksAtTheSameTimeWaitsForOneLoad() throws Exception {
    var connections = new AtomicInteger();
    var snapshots =
        new EnvironmentSnapshots(
            TestDatabase.transactions(counted(other.database().dataSource(), connections)),
            _ -> {});

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          Stream.generate(() -> threads.submit(() -> snapshots.current(environmentId)))
              .limit(100)
              .toList();
      for (var one : all) {
        assertThat(one.get()).isPresent();
      }
    }

    assertThat(connections).as("one to load, one to catch up").hasValue(2);
  }

  private static DataSource counted(DataSource source, AtomicInteger connections) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                connections.incrementAndGet();
              }
              return method.invoke(source, arguments);
            });
  }

  /// A node that follows the log when the test says so.
  private static final class Node {

    private final EnvironmentSnapshots snapshots =
        new EnvironmentSnapshots(transactions, this::reached);

    private boolean followOnce;

    private void reached(Failpoint point) {
      if (point == Failpoint.HEAD_COMPARED && followOnce) {
        followOnce = false;
        follow();
      }
    }

    private void follow() {
      EnvironmentSnapshot held = snapshots.current(environmentId).orElseThrow();
      transactions.read(connection -> {
        snapshots.bringUp(connection, environmentId, held.epoch());
        snapshots.confirm(
            Sql.one(connection, "SELECT log_head.seq FROM log_head", row -> row.getLong("seq"))
                .orElseThrow());
        return held;
      });
    }

    private EnvironmentSnapshot atTheLockedHead() {
      return transactions.write(connection ->
          snapshots.at(connection, environmentId, log.lockHead(connection).seq()).orElseThrow());
    }
  }
}
