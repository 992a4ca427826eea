// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.ServerFrame.FrameCase;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.TestNode;
import dev.guidon.server.snapshot.LogFollower;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Failures that services of several nodes have had, on real nodes that share a real database.
class MuseumNodesIT {

  @RegisterExtension static final FlagServerExtension first = new FlagServerExtension();

  /// Hears of the first node's changes by notification.
  private static TestNode second;

  /// Sees them by polling alone.
  private static TestNode polling;

  private TestShop shop;
  private String token;

  @BeforeAll
  static void startOthers() {
    second = TestNode.start(first.database(), Map.of());
    polling = TestNode.start(first.database(), Map.of("guidon.log.listen", false));
  }

  @AfterAll
  static void stopOthers() {
    second.close();
    polling.close();
  }

  @BeforeEach
  void openShop() {
    shop = new TestShop(first.admin());
    token = shop.sdkKey("backend");
    shop.createFlag("checkout");
  }

  @Test
  void changeReachesTheStreamsOfAnotherNode() {
    try (RawSdk sdk = on(second).watch()) {
      sdk.awaitHello();
      await().until(() -> second.bean(LogFollower.class).isListening());

      sdk.awaitRevision(shop.turn("checkout", true));
      sdk.awaitRevision(shop.turn("checkout", false));
    }
  }

  @Test
  void changeReachesTheStreamsOfANodeThatHearsNoNotification() {
    try (RawSdk sdk = on(polling).watch()) {
      sdk.awaitHello();
      for (int i = 0; i < 3; i++) {
        long revision = shop.turn("checkout", i % 2 == 0);
        long start = System.nanoTime();

        sdk.awaitRevision(revision);

        // A poll a second; the rest is patience with a busy machine.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      }
    }
  }

  @Test
  void m05NodesThatLoadInAnotherOrderHaveTheSameDigest() {
    for (int i = 0; i < 20; i++) {
      shop.createFlag("flag-" + (i * 7) % 20);
    }
    shop.turn("flag-3", true);
    long revision = shop.turn("flag-11", true);
    try (TestNode late = TestNode.start(first.database(), Map.of());
        RawSdk followed = on(second).watch();
        RawSdk loaded = new RawSdk(late.grpcPort(), token).watch()) {
      followed.awaitRevision(revision);
      loaded.awaitRevision(revision);

      assertThat(loaded.sdk().digest()).isEqualTo(followed.sdk().digest());
    }
  }

  @Test
  void m13WriterThatHoldsTheHeadHoldsUpTheNumbersToo() throws Exception {
    try (RawSdk sdk = on(second).watch();
        Connection writer = first.database().openOwner()) {
      sdk.awaitRevision(1);
      writer.setAutoCommit(false);
      try (Statement statement = writer.createStatement()) {
        statement.execute("SELECT seq FROM log_head FOR UPDATE");
      }
      CompletableFuture<Long> one =
          CompletableFuture.supplyAsync(() -> shop.turn("checkout", true));
      CompletableFuture<Long> other =
          CompletableFuture.supplyAsync(
              () -> shop.through(on(second.uri())).turn("checkout", false));
      await().until(() -> waitingWriters() == 2);
      assertThat(one).isNotDone();
      assertThat(other).isNotDone();

      writer.rollback();

      long last = Math.max(one.get(10, TimeUnit.SECONDS), other.get(10, TimeUnit.SECONDS));
      sdk.awaitRevision(last);
      assertThat(sdk.revision()).isEqualTo(last);
    }
  }

  private static int waitingWriters() throws SQLException {
    try (Connection owner = first.database().openOwner();
        Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_stat_activity AS activity
                WHERE activity.datname = current_database() AND activity.wait_event_type = 'Lock'
                """)) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void m14ChangeBetweenTheDeathOfAListenerAndItsReturnIsNotLost() throws SQLException {
    try (RawSdk sdk = on(second).watch()) {
      sdk.awaitHello();
      for (int i = 0; i < 5; i++) {
        killListeners();
        sdk.awaitRevision(shop.turn("checkout", i % 2 == 0));
      }
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> second.bean(LogFollower.class).isListening());
  }

  private static void killListeners() throws SQLException {
    try (Connection owner = first.database().openOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          """
          SELECT pg_terminate_backend(activity.pid)
          FROM pg_stat_activity AS activity
          WHERE activity.datname = current_database() AND activity.query LIKE '%pg_notify%'
            AND activity.pid <> pg_backend_pid()
          """);
    }
  }

  @Test
  void m15StreamThatMovesToALaggingNodeNeverGoesBack() {
    try (RawSdk sdk = on(first.node()).watch()) {
      sdk.awaitRevision(1);
      RawSdk moving = sdk;
      for (int i = 0; i < 10; i++) {
        long revision = shop.turn("checkout", i % 2 == 0);
        moving.awaitRevision(revision);
        // TestSdk fails if anything older is sent.
        moving = moving.movedTo((i % 2 == 0 ? polling : first.node()).grpcPort());
        moving.watch().awaitHelloOnThisStream();
        assertThat(moving.revision()).isEqualTo(revision);
      }
      moving.close();
    }
  }

  @Test
  void clientThatWasAwayResumesFromTheDatabaseOnANodeThatForgotTheChanges() {
    try (RawSdk sdk = on(first.node()).watch()) {
      sdk.awaitRevision(shop.turn("checkout", true));
      sdk.disconnect();
      for (int i = 0; i < 5; i++) {
        shop.createFlag("flag-" + i);
      }
      shop.deleteFlag("flag-2");
      long revision = shop.turn("checkout", false);
      try (TestNode restarted = TestNode.start(first.database(), Map.of());
          RawSdk back = sdk.movedTo(restarted.grpcPort()).watch();
          RawSdk fresh = new RawSdk(restarted.grpcPort(), token).watch()) {
        back.awaitRevision(revision);
        fresh.awaitRevision(revision);

        assertThat(back.frames().stream().map(ServerFrame::getFrameCase))
            .containsExactly(FrameCase.HELLO, FrameCase.DELTA);
        assertThat(back.sdk().digest()).isEqualTo(fresh.sdk().digest());
      }
    }
  }

  @Test
  void nodesServeFromMemoryWhileTheDatabaseIsAway() {
    long revision = shop.turn("checkout", true);
    try (RawSdk sdk = on(second).watch()) {
      sdk.awaitRevision(revision);
      first.database().goAway();
      try {
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(ready(second).text("/database")).isEqualTo("down"));
        assertThat(ready(second).status()).isEqualTo(200);
        assertThat(sdk.status()).isNull();
        try (RawSdk newcomer = on(second).watch()) {
          newcomer.awaitRevision(revision);
          assertThat(newcomer.frames().getFirst().getHello().getAgeMillis()).isGreaterThan(2_000);
        }
      } finally {
        first.database().comeBack();
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(ready(second).text("/database")).isEqualTo("up"));
      sdk.awaitRevision(shop.turn("checkout", false));
    }
  }

  private static RestClient.Answer ready(TestNode node) {
    return new RestClient(node.uri(), "").get("/readyz");
  }

  private RawSdk on(TestNode node) {
    return new RawSdk(node.grpcPort(), token);
  }

  private static RestClient on(URI node) {
    return new RestClient(node, first.adminToken());
  }
}
