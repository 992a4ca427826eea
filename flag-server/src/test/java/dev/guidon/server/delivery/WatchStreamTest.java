// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.server.delivery.Ending.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WatchStreamTest {

  private static final StreamRules RULES = StreamRules.DEFAULT;

  private TestLog log = new TestLog();
  private EnvironmentFeed feed = log.feed();
  private final TestHost host = new TestHost();
  private final TestSdk sdk = new TestSdk();
  private TestTransport transport = new TestTransport();
  private WatchStream stream = stream(false);
  private long now = 1;

  @Test
  void newClientGetsASnapshot() {
    put("checkout", "on");

    subscribe();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT");
    assertThat(sdk.revision()).isEqualTo(log.head().number());
  }

  @Test
  void emptyEnvironmentIsASnapshotToo() {
    subscribe();

    assertThat(sdk.hello().getMode()).isEqualTo(SyncMode.SYNC_MODE_SNAPSHOT);
    assertThat(sdk.held().epoch()).isEqualTo(log.epoch());
  }

  @Test
  void clientThatHoldsTheHeadIsToldSo() {
    put("checkout", "on");
    sdk.hold(log.epoch(), log.head().state());

    subscribe();

    assertThat(sdk.frames()).containsExactly("HELLO");
    assertThat(sdk.hello().getMode()).isEqualTo(SyncMode.SYNC_MODE_CURRENT);
    assertThat(stream.ackedRevision()).isEqualTo(log.head().number());
  }

  @Test
  void clientThatIsBehindGetsTheChangesItLacks() {
    put("checkout", "on");
    sdk.hold(log.epoch(), log.head().state());
    put("checkout", "off");
    put("search", "on");

    subscribe();

    assertThat(sdk.frames()).containsExactly("HELLO", "DELTA", "DELTA");
    assertThat(sdk.revision()).isEqualTo(log.head().number());
  }

  @Test
  void changesFollowOneByOne() {
    subscribe();

    put("checkout", "on");
    settle();
    log.skip(7);
    put("checkout", "off");
    settle();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "DELTA", "DELTA");
    assertThat(stream.ackedRevision()).isEqualTo(log.head().number());
  }

  @Test
  void m01ChangeBackToWhatItWasIsDelivered() {
    put("checkout", "a");
    subscribe();

    put("checkout", "b");
    settle();
    put("checkout", "a");
    settle();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "DELTA", "DELTA");
    assertThat(sdk.digest()).isEqualTo(log.head().state().digest());
  }

  @Test
  void m01ChangeBackWhileTheClientWasAwayIsDelivered() {
    put("checkout", "a");
    sdk.hold(log.epoch(), log.head().state());
    put("checkout", "b");
    put("checkout", "a");

    subscribe();

    assertThat(sdk.revision()).isEqualTo(log.head().number());
    assertThat(sdk.digest()).isEqualTo(log.head().state().digest());
  }

  @Test
  void deletedAndCreatedAnewIsWhatItIsNow() {
    put("checkout", "first");
    subscribe();

    delete("checkout");
    put("checkout", "second");
    settle();

    assertThat(sdk.digest()).isEqualTo(log.head().state().digest());
  }

  @Test
  void clientThatTakesNothingIsSentNothing() {
    subscribe();
    transport.room(0);

    for (int i = 0; i < 50; i++) {
      put("checkout", "v" + i);
      settle();
    }

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT");
  }

  @Test
  void clientThatIsFarBehindGetsOneChange() {
    subscribe();
    transport.room(0);
    for (int i = 0; i < 65; i++) {
      put("flag-" + i % 7, "v" + i);
    }
    settle();

    transport.room(100);
    settle();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "DELTA");
    assertThat(sdk.revision()).isEqualTo(log.head().number());
  }

  @Test
  void clientThatIsAFewChangesBehindGetsEach() {
    subscribe();
    transport.room(0);
    for (int i = 0; i < 64; i++) {
      put("flag-" + i % 7, "v" + i);
    }

    transport.room(100);
    settle();

    assertThat(sdk.frames()).hasSize(2 + 64);
  }

  @Test
  void clientThatIsManyBytesBehindGetsOneChange() {
    subscribe();
    transport.room(0);
    for (int i = 0; i < 3; i++) {
      put("checkout", "v".repeat(100_000));
    }

    transport.room(100);
    settle();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "DELTA");
  }

  @Test
  void m17ClientThatWasStalledForThousandsOfChangesGoesOn() {
    readFromDatabase(10_000);
    subscribe();
    transport.room(0);
    for (int i = 0; i < 5_000; i++) {
      put("flag-" + i % 100, "v" + i);
    }
    settle();

    transport.room(100);
    settle();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "DELTA");
    assertThat(sdk.digest()).isEqualTo(log.head().state().digest());
  }

  @Test
  void clientWhoseChangesAreGoneGetsASnapshotOnTheSameStream() {
    subscribe();
    transport.room(0);
    for (int i = 0; i < 1_001; i++) {
      put("checkout", "v" + i);
    }

    transport.room(100);
    settle();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "RESYNC", "SNAPSHOT");
    assertThat(sdk.digest()).isEqualTo(log.head().state().digest());
    assertThat(host.snapshotPlaces).isEqualTo(64);
  }

  @Test
  void m19EveryEdgeOfWhatIsKeptResumesWithoutALoss() {
    readFromDatabase(2_000);
    for (int i = 0; i < 2_100; i++) {
      put("flag-" + i % 50, "v" + i);
    }
    long head = log.head().number();
    for (long distance : List.of(999L, 1_000L, 1_001L, 1_999L, 2_000L, 2_001L)) {
      TestLog.Revision held = log.at(head - distance).orElseThrow();
      TestSdk client = new TestSdk();
      client.hold(log.epoch(), held.state());

      converse(client);

      assertThat(client.digest()).as("%d behind", distance).isEqualTo(log.head().state().digest());
      assertThat(client.frames()).containsExactly("HELLO", distance > 2_000 ? "SNAPSHOT" : "DELTA");
    }
  }

  @Test
  void bigSnapshotComesInPiecesAndIsAppliedWhole() {
    for (int i = 0; i < 7; i++) {
      put("flag-" + i, "v".repeat(100_000));
    }
    transport.room(2);
    subscribe();
    assertThat(sdk.held()).isEqualTo(Held.NOTHING);

    transport.room(10);
    settle();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "SNAPSHOT", "SNAPSHOT");
    assertThat(sdk.digest()).isEqualTo(log.head().state().digest());
  }

  @Test
  void changeDuringASnapshotComesAfterIt() {
    for (int i = 0; i < 7; i++) {
      put("flag-" + i, "v".repeat(100_000));
    }
    transport.room(2);
    subscribe();

    put("flag-0", "changed");
    transport.room(10);
    settle();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "SNAPSHOT", "SNAPSHOT", "DELTA");
    assertThat(sdk.digest()).isEqualTo(log.head().state().digest());
  }

  @Test
  void divergedClientGetsASnapshot() {
    put("checkout", "on");
    sdk.hold(log.epoch(), new TestLog().put("checkout", "other").state());

    subscribe();

    assertThat(sdk.hello().getMode()).isEqualTo(SyncMode.SYNC_MODE_SNAPSHOT);
    assertThat(sdk.digest()).isEqualTo(log.head().state().digest());
  }

  @Test
  void clientThatDivergedEarlierGetsASnapshotToo() {
    put("checkout", "on");
    sdk.hold(log.epoch(), new TestLog().put("checkout", "other").state());
    put("search", "on");

    subscribe();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT");
  }

  @Test
  void clientOfAnEarlierEpochGetsASnapshot() {
    put("checkout", "on");
    put("checkout", "off");
    sdk.hold(log.epoch(), log.head().state());
    log = log.restoredAt(1);
    feed = log.feed();
    transport = new TestTransport();
    stream = stream(false);

    subscribe();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT");
    assertThat(sdk.revision()).isEqualTo(1);
  }

  @Test
  void newEpochSendsClientsAway() {
    put("checkout", "on");
    subscribe();

    TestLog restored = log.restoredAt(0);
    feed.publish(restored.epoch(), 0, restored.head().state(), restored.head().delta(), now);
    settle();

    assertThat(sdk.frames()).endsWith("GOODBYE");
    assertThat(ending().cause()).isEqualTo(Cause.DONE);
  }

  @Test
  void m15ClientAheadOfTheNodeWaitsUntilTheNodeHasCaughtUp() {
    TestLog.Revision behind = put("checkout", "a");
    TestLog.Revision ahead = log.put("checkout", "b");
    feed = log.feedAt(behind);
    stream = stream(false);
    sdk.hold(log.epoch(), ahead.state());

    subscribe();
    assertThat(sdk.frames()).isEmpty();
    assertThat(host.catchUps).isEqualTo(1);

    log.publish(ahead, feed, now);
    settle();

    assertThat(sdk.frames()).containsExactly("HELLO");
    assertThat(sdk.hello().getMode()).isEqualTo(SyncMode.SYNC_MODE_CURRENT);
  }

  @Test
  void m15ClientAheadOfANodeThatStaysBehindIsSentAway() {
    TestLog.Revision behind = put("checkout", "a");
    TestLog.Revision ahead = log.put("checkout", "b");
    feed = log.feedAt(behind);
    stream = stream(false);
    sdk.hold(log.epoch(), ahead.state());
    subscribe();

    pass(RULES.catchUp());

    assertThat(sdk.frames()).isEmpty();
    assertThat(ending().cause()).isEqualTo(Cause.BEHIND);
    assertThat(host.alarms).hasSize(1);
  }

  @Test
  void clientOfALaterEpochIsSentAway() {
    put("checkout", "a");
    sdk.hold(log.restoredAt(0).epoch(), log.head().state());
    subscribe();

    pass(RULES.catchUp());

    assertThat(ending().cause()).isEqualTo(Cause.BEHIND);
  }

  @Test
  void quietStreamHasAHeartbeat() {
    put("checkout", "on");
    subscribe();

    pass(Duration.ofMillis(13_400));
    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT");

    pass(Duration.ofMillis(3_200));
    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "HEARTBEAT");
  }

  @Test
  void m16HeartbeatIsNeverAheadOfAChangeThatWaits() {
    subscribe();
    transport.room(0);
    put("checkout", "on");
    pass(Duration.ofSeconds(20));

    transport.room(1);
    settle();
    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "DELTA");

    transport.room(1);
    settle();
    assertThat(sdk.frames()).endsWith("DELTA", "HEARTBEAT");
  }

  @Test
  void noHeartbeatWhileTheDatabaseIsAskedForChanges() {
    subscribe();
    transport.room(0);
    for (int i = 0; i < 1_001; i++) {
      put("checkout", "v" + i);
    }
    host.database = _ -> new CompletableFuture<>();
    pass(Duration.ofSeconds(20));

    transport.room(10);
    settle();
    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT");

    pass(Duration.ofSeconds(5));
    assertThat(sdk.frames())
        .containsExactly("HELLO", "SNAPSHOT", "RESYNC", "SNAPSHOT", "HEARTBEAT");
  }

  @Test
  void silentClientIsLeft() {
    subscribe();

    pass(RULES.silence());

    assertThat(ending().cause()).isEqualTo(Cause.SILENT);
  }

  @Test
  void clientThatSaysItIsThereIsNotLeft() {
    subscribe();
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(30));
      stream.receive(new ClientFrame.Ping(), now);
    }

    assertThat(transport.ending()).isNull();
  }

  @Test
  void clientThatTakesNothingForAMinuteIsLeft() {
    subscribe();
    transport.room(0);
    put("checkout", "on");
    settle();
    for (int i = 0; i < 59; i++) {
      pass(Duration.ofSeconds(1));
      stream.receive(new ClientFrame.Ping(), now);
    }
    assertThat(transport.ending()).isNull();

    pass(Duration.ofSeconds(1));

    assertThat(ending().cause()).isEqualTo(Cause.STALLED);
  }

  @Test
  void clientThatDoesNotSubscribeIsLeft() {
    pass(RULES.subscribeWithin());

    assertThat(ending().cause()).isEqualTo(Cause.SILENT);
  }

  @Test
  void everyDeadlineIsAnnouncedSoThatItCannotBeSleptThrough() {
    assertThat(stream.wakeAt()).isEqualTo(1 + RULES.subscribeWithin().toNanos());
    subscribe();
    assertThat(stream.wakeAt()).isLessThanOrEqualTo(now + RULES.heartbeat().toNanos() * 11 / 10);
    transport.room(0);
    put("checkout", "on");
    settle();
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(13));
    }

    assertThat(ending().cause()).isEqualTo(Cause.SILENT);
    assertThat(stream.wakeAt()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void frameBeforeSubscribeIsRefused() {
    stream.receive(new ClientFrame.Ping(), now);
    settle();

    assertThat(ending().cause()).isEqualTo(Cause.INVALID);
  }

  @Test
  void secondSubscribeIsRefused() {
    subscribe();
    subscribe();

    assertThat(ending().cause()).isEqualTo(Cause.INVALID);
  }

  @Test
  void ackOfWhatWasNeverSentIsRefused() {
    put("checkout", "on");
    subscribe();

    stream.receive(new ClientFrame.Ack(99, sdk.digest()), now);
    settle();

    assertThat(ending())
        .isEqualTo(
            new Ending(Cause.INVALID, "ack: revision 99 (expected: at most 1, the last one sent)"));
  }

  @Test
  void ackWithAnotherDigestEndsTheStreamAndRaisesAnAlarm() {
    put("checkout", "on");
    subscribe();

    stream.receive(new ClientFrame.Ack(1, EnvironmentDigest.ZERO), now);
    settle();

    assertThat(ending().cause()).isEqualTo(Cause.DIVERGED);
    assertThat(host.alarms).hasSize(1);
  }

  @Test
  void refusedFrameEndsTheStreamAndRaisesAnAlarm() {
    subscribe();

    stream.receive(new ClientFrame.Nack(0, "NACK_CODE_GAP", "oh"), now);
    settle();

    assertThat(ending().cause()).isEqualTo(Cause.DIVERGED);
    assertThat(host.alarms).hasSize(1);
  }

  @Test
  void clientThatLacksAPlaceForItsSnapshotComesBackLater() {
    host.snapshotPlaces = 0;

    subscribe();

    assertThat(ending().cause()).isEqualTo(Cause.BUSY);
  }

  @Test
  void followingClientWaitsForAPlaceForItsSnapshot() {
    subscribe();
    transport.room(0);
    for (int i = 0; i < 1_001; i++) {
      put("checkout", "v" + i);
    }
    host.snapshotPlaces = 0;
    transport.room(100);
    settle();
    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT");

    host.snapshotPlaces = 1;
    pass(Duration.ofSeconds(1));

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT", "RESYNC", "SNAPSHOT");
  }

  @Test
  void placeIsGivenBackWhenTheClientGoesInTheMiddleOfASnapshot() {
    for (int i = 0; i < 7; i++) {
      put("flag-" + i, "v".repeat(100_000));
    }
    transport.room(2);
    subscribe();
    assertThat(host.snapshotPlaces).isEqualTo(63);

    stream.abandon();
    stream.abandon();

    assertThat(host.snapshotPlaces).isEqualTo(64);
  }

  @Test
  void fetchEndsWhenTheAnswerIsComplete() {
    put("checkout", "on");
    stream = stream(true);

    subscribe();

    assertThat(sdk.frames()).containsExactly("HELLO", "SNAPSHOT");
    assertThat(ending()).isEqualTo(Ending.DONE);
  }

  @Test
  void fetchOfWhatIsHeldSaysOnlyThat() {
    sdk.hold(log.epoch(), log.head().state());
    stream = stream(true);

    subscribe();

    assertThat(sdk.frames()).containsExactly("HELLO");
    assertThat(ending()).isEqualTo(Ending.DONE);
  }

  @Test
  void leavingNodeSaysWhenToComeBack() {
    subscribe();

    stream.leave("the node stops", Duration.ofSeconds(7));
    stream.drain(transport, now);

    ServerFrame last = transport.takeAll().getLast();
    assertThat(last.getGoodbye().getReconnectAfterMillis()).isEqualTo(7_000);
    assertThat(ending().cause()).isEqualTo(Cause.DONE);
  }

  @Test
  void deliveryOfAChangeIsMeasuredUntilTheClientServesIt() {
    subscribe();
    pass(Duration.ofSeconds(1));
    TestLog.Revision change = put("checkout", "on");
    stream.drain(transport, now);
    transport.takeAll().forEach(sdk::receive);

    now += Duration.ofMillis(30).toNanos();
    stream.receive(new ClientFrame.Ack(change.number(), sdk.digest()), now);

    assertThat(host.acknowledged).containsExactly(Duration.ofMillis(30));
  }

  private TestLog.Revision put(String key, String value) {
    TestLog.Revision revision = log.put(key, value);
    log.publish(revision, feed, now);
    return revision;
  }

  private void delete(String key) {
    log.publish(log.delete(key), feed, now);
  }

  private void readFromDatabase(int mostRevisions) {
    host.database = held -> CompletableFuture.completedFuture(log.window(held, mostRevisions));
  }

  private WatchStream stream(boolean once) {
    return new WatchStream(feed, host, RULES, once, new Random(1), () -> {}, 1);
  }

  private Ending ending() {
    return Optional.ofNullable(transport.ending()).orElseThrow();
  }

  private void subscribe() {
    sdk.connect();
    stream.receive(
        new ClientFrame.Subscribe(new Subscription(sdk.held(), "test/1", "instance-1")), now);
    settle();
  }

  /// A conversation of its own with the same feed.
  private void converse(TestSdk client) {
    var own = new TestTransport();
    var watch = stream(false);
    client.connect();
    watch.receive(
        new ClientFrame.Subscribe(new Subscription(client.held(), "test/1", "other")), now);
    watch.drain(own, now);
    own.takeAll().forEach(client::receive);
  }

  private void pass(Duration time) {
    now += time.toNanos();
    settle();
  }

  /// Drains until nothing moves any more; the client acknowledges what it applies.
  private void settle() {
    List<ServerFrame> frames;
    do {
      stream.drain(transport, now);
      frames = transport.takeAll();
      for (ServerFrame frame : frames) {
        if (sdk.receive(frame) && !stream.hasEnded()) {
          stream.receive(new ClientFrame.Ack(sdk.revision(), sdk.digest()), now);
        }
      }
    } while (!frames.isEmpty());
  }
}
