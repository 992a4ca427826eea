// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static dev.guidon.sdk.TestDefinitions.booleanFlag;
import static dev.guidon.sdk.TestDefinitions.object;
import static dev.guidon.sdk.TestDefinitions.serving;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.proto.sync.v1.NackCode;
import dev.guidon.proto.sync.v1.Resync;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.proto.sync.v1.WatchRequest;
import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.DataSource;
import dev.guidon.sdk.TestFrames;
import dev.guidon.sdk.internal.sync.FakeTransport.Opened;
import dev.guidon.sdk.internal.sync.Transport.StreamEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The rules of the session, one by one.
class SyncSessionTest {

  private static final ByteString EPOCH = TestFrames.epoch(5);
  private static final EnvironmentState STATE_10 =
      EnvironmentState.of(10, List.of(object(booleanFlag("a"), 1))).state();
  private static final EnvironmentDelta TO_13 =
      new EnvironmentDelta(List.of(object(serving("a", "on"), 1)), List.of());
  private static final EnvironmentState STATE_13 = STATE_10.apply(TO_13, 13).state();
  private static final EnvironmentDelta TO_14 =
      new EnvironmentDelta(List.of(object(serving("a", "off"), 2)), List.of());
  private static final EnvironmentState STATE_14 = STATE_13.apply(TO_14, 14).state();

  private final FakeTransport transport = new FakeTransport();
  private final List<Long> servedRevisions = new ArrayList<>();
  private final List<Set<String>> affected = new ArrayList<>();
  private long now = 1_000_000;
  private boolean servingFails;

  private final SyncSession session =
      new SyncSession(
          transport,
          () -> now,
          new Random(1),
          SyncTiming.DEFAULT,
          new ClientIdentity("test", "instance-1"),
          new SyncListener() {
            @Override
            public void onState(
                HeldState held, Set<String> affectedFlags, List<DefinitionProblem> problems) {
              if (servingFails) {
                throw new IllegalStateException("a bug");
              }
              servedRevisions.add(held.revision());
              affected.add(affectedFlags);
            }

            @Override
            public void onStatus(SyncStatus status) {}
          });

  private static ServerFrame hello(long head, SyncMode mode) {
    return TestFrames.hello(EPOCH, head, mode, 0);
  }

  private static HeldState held(EnvironmentState state) {
    return new HeldState(new Epoch(EPOCH), state);
  }

  /// A session that serves revision 10, from a stream that is up.
  private Opened atRevision10() {
    session.start(null);
    Opened stream = transport.stream();
    stream.frame(hello(10, SyncMode.SYNC_MODE_SNAPSHOT));
    stream.frames(TestFrames.snapshot(STATE_10, 0));
    assertThat(servedRevisions).containsExactly(10L);
    return stream;
  }

  private void passUntil(long instant) {
    while (session.nextTickAt() <= instant) {
      now = Math.max(now, session.nextTickAt());
      session.tick();
    }
    now = instant;
  }

  private void passUntilAnotherStream() {
    int opened = transport.streams.size();
    long from = now;
    while (transport.streams.size() == opened) {
      now = Math.max(now, session.nextTickAt());
      assertThat(now - from).as("time without an attempt").isLessThan(600_000);
      session.tick();
    }
  }

  private static NackCode nackOf(Opened stream) {
    WatchRequest last = stream.sent.get(stream.sent.size() - 1);
    assertThat(last.hasNack()).isTrue();
    return last.getNack().getCode();
  }

  @Test
  void sessionWithoutDataAsksForASnapshot() {
    session.start(null);

    assertThat(transport.stream().subscribe.getEpoch()).isEmpty();
    assertThat(transport.stream().subscribe.getRevision()).isZero();
    assertThat(transport.stream().subscribe.getInstance()).isEqualTo("instance-1");
    assertThat(transport.stream().subscribe.getSchema()).isEqualTo(1);
    assertThat(session.status().source()).isEqualTo(DataSource.NONE);
  }

  @Test
  void sessionWithDataAsksForWhatFollows() {
    session.start(held(STATE_10));

    assertThat(transport.stream().subscribe.getEpoch()).isEqualTo(EPOCH);
    assertThat(transport.stream().subscribe.getRevision()).isEqualTo(10);
    assertThat(transport.stream().subscribe.getDigest())
        .isEqualTo(TestFrames.bytesOf(STATE_10.digest()));
    assertThat(session.status())
        .returns(DataSource.FILE, SyncStatus::source)
        .returns(true, SyncStatus::stale)
        .returns(false, SyncStatus::synced);
  }

  @Test
  void appliedSnapshotAndDeltaAreAcknowledged() {
    Opened stream = atRevision10();
    stream.frames(TestFrames.delta(10, TO_13, STATE_13, 0));

    assertThat(servedRevisions).containsExactly(10L, 13L);
    assertThat(stream.sent)
        .extracting(frame -> frame.getAck().getRevision())
        .containsExactly(10L, 13L);
    assertThat(stream.sent.get(1).getAck().getDigest())
        .isEqualTo(TestFrames.bytesOf(STATE_13.digest()));
  }

  @Test
  void deltaThatWasAppliedAlreadyIsIgnored() {
    Opened stream = atRevision10();
    stream.frames(TestFrames.delta(10, TO_13, STATE_13, 0));
    stream.frames(TestFrames.delta(10, TO_13, STATE_13, 0));

    assertThat(servedRevisions).containsExactly(10L, 13L);
    assertThat(transport.streams).hasSize(1);
    assertThat(stream.finished).isFalse();
  }

  @Test
  void gapIsRefusedAndRepairedByASnapshot() {
    Opened stream = atRevision10();
    stream.frames(TestFrames.delta(13, TO_14, STATE_14, 0));

    assertThat(servedRevisions).containsExactly(10L);
    assertThat(nackOf(stream)).isEqualTo(NackCode.NACK_CODE_GAP);
    assertThat(stream.finished).isTrue();

    passUntil(now + 500);
    assertThat(transport.streams).hasSize(2);
    assertThat(transport.stream().subscribe.getEpoch()).isEmpty();
    transport.stream().frame(hello(14, SyncMode.SYNC_MODE_SNAPSHOT));
    transport.stream().frames(TestFrames.snapshot(STATE_14, 0));
    assertThat(servedRevisions).containsExactly(10L, 14L);
    assertThat(session.status().stale()).isFalse();
  }

  @Test
  void deltaWithAnotherDigestIsRefused() {
    Opened stream = atRevision10();
    stream.frames(TestFrames.delta(10, TO_14, STATE_13, 0));

    assertThat(servedRevisions).containsExactly(10L);
    assertThat(nackOf(stream)).isEqualTo(NackCode.NACK_CODE_DIGEST_MISMATCH);
  }

  @Test
  void deltaThatCannotBeReadIsRefused() {
    Opened stream = atRevision10();
    ServerFrame delta = TestFrames.delta(10, TO_13, STATE_13, 0).get(0);
    stream.frame(
        delta.toBuilder()
            .setDelta(delta.getDelta().toBuilder().setBytes(ByteString.fromHex("ffff")))
            .build());

    assertThat(servedRevisions).containsExactly(10L);
    assertThat(nackOf(stream)).isEqualTo(NackCode.NACK_CODE_UNREADABLE);
  }

  @Test
  void deltaThatFailsUnexpectedlyIsRepairedByASnapshot() {
    Opened stream = atRevision10();
    servingFails = true;
    stream.frames(TestFrames.delta(10, TO_13, STATE_13, 0));
    assertThat(nackOf(stream)).isEqualTo(NackCode.NACK_CODE_UNREADABLE);
    assertThat(session.status().revision()).isEqualTo(10);
    servingFails = false;

    passUntil(now + 500);
    transport.stream().frame(hello(13, SyncMode.SYNC_MODE_SNAPSHOT));
    transport.stream().frames(TestFrames.snapshot(STATE_13, 0));

    assertThat(transport.stream().subscribe.getEpoch()).isEmpty();
    assertThat(servedRevisions).containsExactly(10L, 13L);
  }

  @Test
  void framesOfARefusedStreamAreNotListenedTo() {
    Opened stream = atRevision10();
    stream.frames(TestFrames.delta(13, TO_14, STATE_14, 0));

    stream.frames(TestFrames.delta(10, TO_13, STATE_13, 0));
    stream.end(StreamEnd.Cause.COMPLETED);

    assertThat(servedRevisions).containsExactly(10L);
    assertThat(session.status().lastError()).contains("delta follows revision 13");
  }

  @Test
  void heartbeatAheadOfTheDataIsAGap() {
    Opened stream = atRevision10();
    stream.frame(TestFrames.heartbeat(13, STATE_13.digest(), 0));

    assertThat(nackOf(stream)).isEqualTo(NackCode.NACK_CODE_GAP);
  }

  /// Found by the simulator, seed 1405: a snapshot got lost, and the heartbeats behind it kept the stream alive for ever.
  @Test
  void heartbeatInPlaceOfTheSnapshotIsAGap() {
    session.start(null);
    transport.stream().frame(hello(10, SyncMode.SYNC_MODE_SNAPSHOT));
    transport.stream().frame(TestFrames.heartbeat(10, STATE_10.digest(), 0));

    assertThat(nackOf(transport.stream())).isEqualTo(NackCode.NACK_CODE_GAP);
  }

  @Test
  void heartbeatWithAnotherDigestIsRefused() {
    Opened stream = atRevision10();
    stream.frame(TestFrames.heartbeat(10, STATE_13.digest(), 0));

    assertThat(nackOf(stream)).isEqualTo(NackCode.NACK_CODE_DIGEST_MISMATCH);
  }

  @Test
  void heartbeatOfALaggingNodeConfirmsNothingAndIsNoReasonToLeave() {
    Opened stream = atRevision10();
    stream.frames(TestFrames.delta(10, TO_13, STATE_13, 0));
    passUntil(now + 40_000);
    stream.frame(TestFrames.heartbeat(10, STATE_10.digest(), 0));

    assertThat(session.status().stale()).isTrue();
    assertThat(stream.finished).isFalse();
    assertThat(servedRevisions).containsExactly(10L, 13L);
  }

  @Test
  void snapshotOlderThanWhatIsServedIsNotServed() {
    Opened stream = atRevision10();
    stream.frames(TestFrames.delta(10, TO_13, STATE_13, 0));
    stream.end(StreamEnd.Cause.UNAVAILABLE);
    passUntil(now + 500);
    transport.stream().frame(hello(10, SyncMode.SYNC_MODE_SNAPSHOT));
    transport.stream().frames(TestFrames.snapshot(STATE_10, 0));

    assertThat(servedRevisions).containsExactly(10L, 13L);
    assertThat(session.held().revision()).isEqualTo(13);
  }

  @Test
  void snapshotOfWhatIsServedChangesNothingButConfirms() {
    session.start(held(STATE_10));
    transport.stream().frame(hello(10, SyncMode.SYNC_MODE_SNAPSHOT));
    transport.stream().frames(TestFrames.snapshot(STATE_10, 0));

    assertThat(servedRevisions).isEmpty();
    assertThat(session.status().synced()).isTrue();
    assertThat(session.status().stale()).isFalse();
  }

  @Test
  void snapshotNamesOnlyFlagsThatDiffer() {
    EnvironmentState other =
        EnvironmentState.of(
                20,
                List.of(
                    object(booleanFlag("a"), 1),
                    object(booleanFlag("b"), 1),
                    object(serving("b", "on"), 1)))
            .state();
    Opened stream = atRevision10();
    stream.frame(
        ServerFrame.newBuilder()
            .setResync(Resync.newBuilder().setReason("too far behind"))
            .build());
    stream.frames(TestFrames.snapshot(other, 0));

    assertThat(servedRevisions).containsExactly(10L, 20L);
    assertThat(affected.get(1)).containsExactly("b");
  }

  @Test
  void laterEpochIsServedThoughItsRevisionIsLower() {
    Opened stream = atRevision10();
    stream.end(StreamEnd.Cause.UNAVAILABLE);
    passUntil(now + 500);
    EnvironmentState restored =
        EnvironmentState.of(3, List.of(object(booleanFlag("a"), 1))).state();
    transport.stream()
        .frame(TestFrames.hello(TestFrames.epoch(6), 3, SyncMode.SYNC_MODE_SNAPSHOT, 0));
    transport.stream().frames(TestFrames.snapshot(restored, 0));

    assertThat(servedRevisions).containsExactly(10L, 3L);
  }

  @Test
  void deltaAcrossEpochsIsRefused() {
    Opened stream = atRevision10();
    stream.end(StreamEnd.Cause.UNAVAILABLE);
    passUntil(now + 500);
    transport.stream()
        .frame(TestFrames.hello(TestFrames.epoch(6), 13, SyncMode.SYNC_MODE_DELTA, 0));

    assertThat(nackOf(transport.stream())).isEqualTo(NackCode.NACK_CODE_GAP);
  }

  @Test
  void earlierEpochIsLeft() {
    Opened stream = atRevision10();
    stream.end(StreamEnd.Cause.UNAVAILABLE);
    passUntil(now + 500);
    transport.stream()
        .frame(TestFrames.hello(TestFrames.epoch(4), 99, SyncMode.SYNC_MODE_SNAPSHOT, 0));

    assertThat(transport.stream().finished).isTrue();
    assertThat(transport.stream().sent).isEmpty();
    assertThat(session.status().connection()).isEqualTo(ConnectionState.CONNECTING);
  }

  @Test
  void dataBeforeHelloIsRefused() {
    session.start(null);
    transport.stream().frames(TestFrames.snapshot(STATE_10, 0));

    assertThat(servedRevisions).isEmpty();
    assertThat(nackOf(transport.stream())).isEqualTo(NackCode.NACK_CODE_UNREADABLE);
  }

  @Test
  void frameThatThisReleaseDoesNotKnowIsSkipped() {
    Opened stream = atRevision10();
    stream.frame(ServerFrame.getDefaultInstance());
    stream.frames(TestFrames.delta(10, TO_13, STATE_13, 0));

    assertThat(servedRevisions).containsExactly(10L, 13L);
  }

  @Test
  void ageIsTheServersAndTheTimeSinceReceipt() {
    session.start(held(STATE_10));
    transport.stream().frame(TestFrames.hello(EPOCH, 10, SyncMode.SYNC_MODE_CURRENT, 29_000));
    assertThat(session.status().stale()).isFalse();

    passUntil(now + 1_000);
    assertThat(session.status().stale()).isFalse();
    passUntil(now + 1);
    assertThat(session.status().stale()).isTrue();

    transport.stream().frame(TestFrames.heartbeat(10, STATE_10.digest(), 500));
    assertThat(session.status().stale()).isFalse();
    assertThat(session.status().ageMillis()).isEqualTo(500);
  }

  @Test
  void dataIsNotConfirmedBeforeItIsAtTheHead() {
    session.start(held(STATE_10));
    transport.stream().frame(hello(14, SyncMode.SYNC_MODE_DELTA));
    transport.stream().frames(TestFrames.delta(10, TO_13, STATE_13, 0));
    assertThat(session.status().synced()).isFalse();

    transport.stream().frames(TestFrames.delta(13, TO_14, STATE_14, 0));
    assertThat(session.status().synced()).isTrue();
  }

  @Test
  void silentStreamIsGivenUpAfter45Seconds() {
    Opened stream = atRevision10();
    passUntil(now + 44_999);
    assertThat(stream.finished).isFalse();

    passUntil(now + 1);

    assertThat(stream.finished).isTrue();
    assertThat(session.status().connection()).isEqualTo(ConnectionState.CONNECTING);
  }

  @Test
  void streamThatNeverAnswersIsGivenUpAfter15Seconds() {
    session.start(null);
    passUntil(now + 14_999);
    assertThat(transport.streams.get(0).finished).isFalse();

    passUntil(now + 1);
    assertThat(transport.streams.get(0).finished).isTrue();
    passUntil(now + 500);

    assertThat(transport.streams).hasSize(2);
  }

  @Test
  void clientIsNeverSilentForLongerThan20Seconds() {
    Opened stream = atRevision10();
    stream.sent.clear();
    passUntil(now + 20_000);
    stream.frame(TestFrames.heartbeat(10, STATE_10.digest(), 0));
    passUntil(now + 20_000);

    assertThat(stream.sent).hasSize(2).allMatch(WatchRequest::hasPing);
  }

  @Test
  void waitsBetweenAttemptsGrowTo15SecondsAndNeverEnd() {
    session.start(null);
    long longest = 0;
    for (int attempt = 0; attempt < 2_000; attempt++) {
      long failedAt = now;
      transport.stream().end(StreamEnd.Cause.UNAVAILABLE);
      passUntilAnotherStream();
      long wait = now - failedAt;
      assertThat(wait).isLessThanOrEqualTo(Math.min(15_000, 500L << Math.min(attempt, 20)));
      longest = Math.max(longest, wait);
    }
    assertThat(longest).isGreaterThan(14_500);
  }

  @Test
  void m10SessionThatWasOfflineForTenMinutesComesBack() {
    Opened stream = atRevision10();
    long lost = now;
    stream.end(StreamEnd.Cause.UNAVAILABLE);
    int streams = 1;
    int fetches = 0;
    while (now < lost + 600_000) {
      now = Math.max(now, session.nextTickAt());
      session.tick();
      while (streams < transport.streams.size()) {
        transport.streams.get(streams++).end(StreamEnd.Cause.UNAVAILABLE);
      }
      while (fetches < transport.fetches.size()) {
        transport.fetches.get(fetches++).end(StreamEnd.Cause.UNAVAILABLE);
      }
    }

    long over = now;
    passUntilAnotherStream();
    assertThat(now - over).isLessThanOrEqualTo(15_000);
    transport.stream().frame(hello(13, SyncMode.SYNC_MODE_DELTA));
    transport.stream().frames(TestFrames.delta(10, TO_13, STATE_13, 0));

    assertThat(transport.stream().subscribe.getRevision()).isEqualTo(10);
    assertThat(servedRevisions).containsExactly(10L, 13L);
    assertThat(session.status().connection()).isEqualTo(ConnectionState.CONNECTED);
  }

  @Test
  void attemptsBeginAnewAfterAMinuteOfHealth() {
    session.start(null);
    for (int attempt = 0; attempt < 20; attempt++) {
      transport.stream().end(StreamEnd.Cause.UNAVAILABLE);
      passUntilAnotherStream();
    }
    Opened stream = transport.stream();
    stream.frame(hello(10, SyncMode.SYNC_MODE_SNAPSHOT));
    stream.frames(TestFrames.snapshot(STATE_10, 0));
    passUntil(now + 40_000);
    stream.frame(TestFrames.heartbeat(10, STATE_10.digest(), 0));
    passUntil(now + 20_000);
    int opened = transport.streams.size();

    stream.end(StreamEnd.Cause.UNAVAILABLE);
    passUntil(now + 500);

    assertThat(transport.streams).hasSize(opened + 1);
  }

  @Test
  void goodbyeSaysWhenToComeBack() {
    Opened stream = atRevision10();
    stream.frame(TestFrames.goodbye(7_000));
    assertThat(stream.finished).isTrue();

    passUntil(now + 6_999);
    assertThat(transport.streams).hasSize(1);
    passUntil(now + 1);
    assertThat(transport.streams).hasSize(2);
    assertThat(transport.stream().subscribe.getRevision()).isEqualTo(10);
  }

  @Test
  void goodbyeForDaysIsCutShort() {
    Opened stream = atRevision10();
    stream.frame(TestFrames.goodbye(-1));

    passUntil(now + Duration.ofMinutes(5).toMillis());

    assertThat(transport.streams).hasSize(2);
  }

  @Test
  void serverThatIsBusyIsLeftAloneForAsLongAsItAsks() {
    session.start(null);
    transport.stream().endAskingForPatience(9_000);

    passUntil(now + 8_999);
    assertThat(transport.streams).hasSize(1);
    passUntil(now + 1);
    assertThat(transport.streams).hasSize(2);
  }

  @Test
  void refusedKeyIsTriedAgainAfterMinutes() {
    session.start(null);
    transport.stream().end(StreamEnd.Cause.UNAUTHORIZED);
    assertThat(session.status().connection()).isEqualTo(ConnectionState.UNAUTHORIZED);

    passUntil(now + 149_999);
    assertThat(transport.streams).hasSize(1);
    passUntil(now + 150_001);
    assertThat(transport.streams).hasSizeGreaterThan(1);
  }

  @Test
  void withoutAStreamForTwoMinutesTheSessionPolls() {
    session.start(null);
    long started = now;
    failAllStreamsUntil(started + 119_999);
    assertThat(transport.fetches).isEmpty();

    failAllStreamsUntil(started + 120_000);
    assertThat(transport.fetches).hasSize(1);
    Opened fetch = transport.fetches.get(0);
    fetch.frame(hello(10, SyncMode.SYNC_MODE_SNAPSHOT));
    fetch.frames(TestFrames.snapshot(STATE_10, 0));
    fetch.end(StreamEnd.Cause.COMPLETED);

    assertThat(session.status()).returns(DataSource.POLL, SyncStatus::source);
    assertThat(fetch.sent).as("nobody reads an answer to a fetch").isEmpty();
    failAllStreamsUntil(started + 120_000 + 23_999);
    assertThat(transport.fetches).hasSize(1);
    failAllStreamsUntil(started + 120_000 + 36_000);
    assertThat(transport.fetches).hasSize(2);
    assertThat(transport.fetches.get(1).subscribe.getRevision()).isEqualTo(10);
  }

  @Test
  void fetchWithoutAnAnswerIsCancelledAndAnotherFollows() {
    session.start(null);
    failAllStreamsUntil(now + 120_000);
    Opened silent = transport.fetches.get(0);

    failAllStreamsUntil(now + 60_000);

    assertThat(silent.cancelled).isTrue();
    assertThat(transport.fetches).hasSizeGreaterThan(1);
  }

  private void failAllStreamsUntil(long instant) {
    while (true) {
      transport.stream().end(StreamEnd.Cause.UNAVAILABLE);
      if (session.nextTickAt() > instant) {
        now = instant;
        return;
      }
      now = Math.max(now, session.nextTickAt());
      session.tick();
    }
  }

  @Test
  void streamEndsPollingAtOnceAndForGoodAfterFiveMinutes() {
    session.start(null);
    failAllStreamsUntil(now + 120_000);
    Opened fetch = transport.fetches.get(0);
    Opened stream = openStream();

    assertThat(fetch.cancelled).isTrue();
    int fetches = transport.fetches.size();
    beatFor(stream, 290_000);
    assertThat(transport.fetches).hasSize(fetches);

    stream.end(StreamEnd.Cause.UNAVAILABLE);
    failAllStreamsUntil(now + 36_000);
    assertThat(transport.fetches).as("it polls on where it stopped").hasSizeGreaterThan(fetches);

    Opened second = openStream();
    beatFor(second, 300_000);
    int afterSecond = transport.fetches.size();
    second.end(StreamEnd.Cause.UNAVAILABLE);
    failAllStreamsUntil(now + 119_000);
    assertThat(transport.fetches).as("it waits two minutes again").hasSize(afterSecond);
  }

  private Opened openStream() {
    int opened = transport.streams.size();
    while (transport.streams.size() == opened) {
      now = Math.max(now, session.nextTickAt());
      session.tick();
    }
    Opened stream = transport.stream();
    stream.frame(hello(10, SyncMode.SYNC_MODE_SNAPSHOT));
    stream.frames(TestFrames.snapshot(STATE_10, 0));
    return stream;
  }

  private void beatFor(Opened stream, long millis) {
    for (long end = now + millis; now < end; ) {
      passUntil(Math.min(end, now + 15_000));
      stream.frame(TestFrames.heartbeat(10, STATE_10.digest(), 0));
    }
  }

  @Test
  void closedSessionEndsItsStreamAndDoesNothingMore() {
    Opened stream = atRevision10();
    session.close();

    assertThat(stream.finished).isTrue();
    assertThat(session.nextTickAt()).isEqualTo(Long.MAX_VALUE);
    stream.frames(TestFrames.delta(10, TO_13, STATE_13, 0));
    assertThat(servedRevisions).containsExactly(10L);
    assertThat(session.status().connection()).isEqualTo(ConnectionState.CLOSED);
  }

  @Test
  void manyChunksAreAppliedAtTheLast() {
    var large =
        new dev.guidon.evaluation.definition.SegmentDefinition(
            "large",
            java.util.stream.IntStream.range(0, 40_000)
                .mapToObj(i ->
                    new dev.guidon.evaluation.definition.SegmentMember(null, "user-" + i, null))
                .toList(),
            List.of(),
            List.of());
    var delta = new EnvironmentDelta(List.of(object(large, 1)), List.of());
    EnvironmentState after = STATE_10.apply(delta, 13).state();
    List<ServerFrame> frames = TestFrames.delta(10, delta, after, 0);
    assertThat(frames).hasSizeGreaterThan(2);
    Opened stream = atRevision10();

    stream.frames(frames.subList(0, frames.size() - 1));
    assertThat(servedRevisions).containsExactly(10L);
    stream.frame(frames.get(frames.size() - 1));

    assertThat(servedRevisions).containsExactly(10L, 13L);
  }
}
