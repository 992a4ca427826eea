// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.server.delivery.ClientFrame.Ack;
import dev.guidon.server.delivery.ClientFrame.Nack;
import dev.guidon.server.delivery.ClientFrame.Ping;
import dev.guidon.server.delivery.ClientFrame.Subscribe;
import dev.guidon.server.delivery.ClientFrame.Unreadable;
import dev.guidon.server.delivery.Ending.Cause;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The server's side of the protocol for one client: what it was sent last, and what it gets next.
///
/// Knows no gRPC, clock or thread. Whoever owns it calls {@link #receive} with each frame of the client and {@link
/// #drain} whenever anything may have changed: a frame, a new revision, room for more, the time {@link #wakeAt}. Missing
/// news cannot be lost, because nothing is queued: each drain compares what was sent with what there is. One call at a
/// time; times are nanoseconds since the node started.
final class WatchStream {

  private static final Duration LONGEST_WINDOW_LOAD = Duration.ofSeconds(5);
  private static final Duration SNAPSHOT_RETRY = Duration.ofSeconds(1);
  private static final long NEVER = Long.MAX_VALUE;

  private enum Phase {
    AWAITING_SUBSCRIPTION,
    OPENING,
    FOLLOWING
  }

  private final EnvironmentFeed feed;
  private final StreamHost host;
  private final StreamRules rules;
  private final RandomGenerator random;
  private final Runnable signal;

  /// Whether the answer ends once it is complete, as Fetch's does.
  private final boolean once;

  private final long startedAt;

  private Phase phase = Phase.AWAITING_SUBSCRIPTION;
  private Subscription subscription = new Subscription(Held.NOTHING, "", "");
  private @Nullable Ending ending;
  private @Nullable Frame goodbye;
  private boolean ended;

  // What the client has been sent.
  private UUID epoch;
  private long sentRevision;
  private EnvironmentDigest sentDigest = EnvironmentDigest.ZERO;
  private volatile long ackedRevision = -1;

  // What is on its way: a frame that goes first, then the rest of an update's frames.
  private @Nullable Frame lead;
  private @Nullable Update update;
  private int nextPiece;
  private boolean holdsSnapshotPlace;
  private @Nullable CompletableFuture<Optional<Update>> window;
  private boolean needsSnapshot;
  private long fetchUntil;

  // Times.
  private long heardAt;
  private long openedAt;
  private long heartbeatAt = NEVER;
  private long notReadySince = NEVER;
  private long catchUpUntil = NEVER;
  private long windowUntil = NEVER;
  private long retryAt = NEVER;
  private volatile long wakeAt;

  /// @param signal makes the owner call {@link #drain} soon, from any thread
  WatchStream(
      EnvironmentFeed feed,
      StreamHost host,
      StreamRules rules,
      boolean once,
      RandomGenerator random,
      Runnable signal,
      long now) {
    this.feed = feed;
    this.host = host;
    this.rules = rules;
    this.once = once;
    this.random = random;
    this.signal = signal;
    this.epoch = feed.head().epoch();
    this.startedAt = now;
    this.heardAt = now;
    this.wakeAt = now + rules.subscribeWithin().toNanos();
  }

  EnvironmentFeed feed() {
    return feed;
  }

  /// The newest revision that the client said it serves; -1 before it did.
  long ackedRevision() {
    return ackedRevision;
  }

  /// When to drain at the latest, even if nothing happens. Read by any thread.
  long wakeAt() {
    return wakeAt;
  }

  boolean hasEnded() {
    return ended;
  }

  /// Takes in a frame from the client.
  void receive(ClientFrame frame, long now) {
    heardAt = now;
    switch (frame) {
      case Subscribe(Subscription first) when phase == Phase.AWAITING_SUBSCRIPTION -> {
        subscription = first;
        phase = Phase.OPENING;
      }
      case Subscribe _ -> end(Cause.INVALID, "subscribe: sent twice (expected: once, first)");
      case Unreadable(String problem) -> end(Cause.INVALID, problem);
      case Ack _, Nack _, Ping _ when phase == Phase.AWAITING_SUBSCRIPTION ->
          end(Cause.INVALID, "frame: not subscribe (expected: subscribe first)");
      case Ack ack -> acknowledge(ack, now);
      case Nack(long revision, String code, String message) -> {
        host.alarm(
            feed,
            "a client (%s) at revision %d refused a frame: %s %s"
                .formatted(subscription.sdk(), revision, code, message));
        end(Cause.DIVERGED, "a frame was refused: ask for a snapshot on a new stream");
      }
      case Ping _ -> {}
    }
  }

  private void acknowledge(Ack ack, long now) {
    if (ack.revision() > sentRevision) {
      end(
          Cause.INVALID,
          "ack: revision %d (expected: at most %d, the last one sent)"
              .formatted(ack.revision(), sentRevision));
      return;
    }
    if (ack.revision() == sentRevision && !ack.digest().equals(sentDigest)) {
      host.alarm(
          feed,
          "a client (%s) has another digest at revision %d"
              .formatted(subscription.sdk(), ack.revision()));
      end(Cause.DIVERGED, "the digest at revision " + ack.revision() + " differs");
      return;
    }
    if (ack.revision() <= ackedRevision) {
      return;
    }
    ackedRevision = ack.revision();
    EnvironmentFeed.Head head = feed.head();
    if (ackedRevision == head.revision() && head.publishedAt() > openedAt) {
      host.acknowledged(Duration.ofNanos(now - head.publishedAt()));
    }
  }

  /// Ends the stream with a word to the client about when to come back.
  void leave(String reason, Duration reconnectAfter) {
    goodbye = Frame.goodbye(reason, reconnectAfter);
    end(Cause.DONE, reason);
  }

  void end(Cause cause, String message) {
    if (ending == null) {
      ending = new Ending(cause, message);
    }
  }

  /// The client is gone: gives back what the stream holds and sends nothing more.
  void abandon() {
    ended = true;
    endSnapshot();
    wakeAt = NEVER;
  }

  /// Sends what the client lacks, as far as it takes it.
  void drain(Outbox out, long now) {
    if (ended) {
      return;
    }
    endIfOverdue(now);
    if (ending == null && phase == Phase.OPENING) {
      open(now);
    }
    if (phase == Phase.FOLLOWING) {
      sendWhileReady(out, now);
    }
    Ending last = ending;
    if (last != null) {
      if (goodbye != null && out.isReady()) {
        out.send(goodbye);
      }
      abandon();
      out.end(last);
      return;
    }
    if (out.isReady()) {
      notReadySince = NEVER;
    } else if (notReadySince == NEVER) {
      notReadySince = now;
    }
    wakeAt = nextWake();
  }

  private void endIfOverdue(long now) {
    if (phase == Phase.AWAITING_SUBSCRIPTION && isPast(startedAt, rules.subscribeWithin(), now)) {
      end(Cause.SILENT, "no subscribe within " + rules.subscribeWithin().toSeconds() + " s");
    }
    if (!once && isPast(heardAt, rules.silence(), now)) {
      end(Cause.SILENT, "no frame from the client for " + rules.silence().toSeconds() + " s");
    }
    if (notReadySince != NEVER && isPast(notReadySince, rules.stall(), now)) {
      end(Cause.STALLED, "the client took nothing for " + rules.stall().toSeconds() + " s");
    }
  }

  private static boolean isPast(long from, Duration limit, long now) {
    return now - from >= limit.toNanos();
  }

  private long nextWake() {
    long wake = notReadySince == NEVER ? NEVER : notReadySince + rules.stall().toNanos();
    if (!once) {
      wake = Math.min(wake, heardAt + rules.silence().toNanos());
    }
    if (phase == Phase.AWAITING_SUBSCRIPTION) {
      wake = Math.min(wake, startedAt + rules.subscribeWithin().toNanos());
    }
    wake = Math.min(wake, Math.min(catchUpUntil, windowUntil));
    return Math.min(wake, Math.min(retryAt, heartbeatAt));
  }

  /// Decides how to go on from what the client holds.
  private void open(long now) {
    EnvironmentFeed.Head head = feed.head();
    Held held = subscription.held();
    epoch = head.epoch();
    if (isAhead(held, head)) {
      awaitOwnRevision(held, now);
      return;
    }
    catchUpUntil = NEVER;
    if (!Objects.equals(held.epoch(), epoch) || feed.contradicts(held.revision(), held.digest())) {
      openWithSnapshot(head, now);
      return;
    }
    sentRevision = held.revision();
    sentDigest = held.digest();
    if (held.revision() == head.revision()) {
      opened(head, SyncMode.SYNC_MODE_CURRENT, now);
      return;
    }
    prepareDelta(now);
    if (update != null) {
      opened(head, SyncMode.SYNC_MODE_DELTA, now);
    } else if (needsSnapshot) {
      openWithSnapshot(head, now);
    }
  }

  private static boolean isAhead(Held held, EnvironmentFeed.Head head) {
    if (held.epoch() == null) {
      return false;
    }
    int epochs = Epochs.compare(held.epoch(), head.epoch());
    return epochs > 0 || (epochs == 0 && held.revision() > head.revision());
  }

  /// The client comes from a node that knows more. It is never shown an older state: this node catches up, or it goes on
  /// to another.
  private void awaitOwnRevision(Held held, long now) {
    if (catchUpUntil == NEVER) {
      catchUpUntil = now + rules.catchUp().toNanos();
      host.catchUp();
      return;
    }
    if (now < catchUpUntil) {
      return;
    }
    host.alarm(
        feed,
        "a client holds revision %d of epoch %s, this node only %d of %s"
            .formatted(held.revision(), held.epoch(), feed.head().revision(), epoch));
    end(Cause.BEHIND, "this node is behind revision " + held.revision());
  }

  private void openWithSnapshot(EnvironmentFeed.Head head, long now) {
    if (!prepareSnapshot()) {
      end(Cause.BUSY, "too many snapshots are being sent");
      return;
    }
    sentRevision = 0;
    sentDigest = EnvironmentDigest.ZERO;
    opened(head, SyncMode.SYNC_MODE_SNAPSHOT, now);
  }

  private void opened(EnvironmentFeed.Head head, SyncMode mode, long now) {
    phase = Phase.FOLLOWING;
    openedAt = now;
    fetchUntil = head.revision();
    if (mode != SyncMode.SYNC_MODE_SNAPSHOT) {
      ackedRevision = sentRevision;
    }
    lead = Frame.hello(epoch, head.revision(), mode, rules.heartbeat(), host.node());
    heartbeatAt = nextHeartbeat(now);
  }

  private void sendWhileReady(Outbox out, long now) {
    while (ending == null && out.isReady()) {
      Frame frame = nextFrame(now);
      if (frame == null) {
        return;
      }
      out.send(frame);
    }
  }

  private @Nullable Frame nextFrame(long now) {
    if (lead == null && update == null) {
      prepare(now);
    }
    if (lead != null) {
      Frame first = lead;
      lead = null;
      return first;
    }
    if (update != null) {
      return nextPiece(update);
    }
    if (ending != null) {
      return null;
    }
    EnvironmentFeed.Head head = feed.head();
    if (once && sentRevision >= fetchUntil) {
      end(Cause.DONE, "");
      return null;
    }
    // A heartbeat says that nothing is outstanding, so it waits until that is so.
    if (now >= heartbeatAt && sentRevision == head.revision()) {
      heartbeatAt = nextHeartbeat(now);
      return Frame.heartbeat(sentRevision, sentDigest);
    }
    return null;
  }

  private Frame nextPiece(Update current) {
    Frame piece = current.frames().get(nextPiece++);
    if (nextPiece == current.frames().size()) {
      sentRevision = current.revision();
      sentDigest = current.digest();
      update = null;
      nextPiece = 0;
      endSnapshot();
    }
    return piece;
  }

  /// Finds out what a client that follows gets next, if anything.
  private void prepare(long now) {
    EnvironmentFeed.Head head = feed.head();
    if (!head.epoch().equals(epoch)) {
      leave("the log goes on in another epoch", jitter(Duration.ofSeconds(1)));
      return;
    }
    if (!needsSnapshot && sentRevision == head.revision() && !sentDigest.equals(head.digest())) {
      needsSnapshot = true;
    }
    if (!needsSnapshot && sentRevision < head.revision()) {
      prepareDelta(now);
    }
    if (needsSnapshot) {
      retryAt = NEVER;
      if (prepareSnapshot()) {
        lead = Frame.resync("revision " + sentRevision + " cannot be continued");
      } else {
        retryAt = now + SNAPSHOT_RETRY.toNanos();
      }
    }
  }

  /// Sets `update` to what follows the revision last sent, or `needsSnapshot` when nothing does, or neither while the
  /// database is being asked.
  private void prepareDelta(long now) {
    if (window == null) {
      update = feed.after(sentRevision, rules);
      if (update != null) {
        return;
      }
      window = host.window(feed, new Held(epoch, sentRevision, sentDigest));
      windowUntil = now + LONGEST_WINDOW_LOAD.toNanos();
      if (!window.isDone()) {
        CompletableFuture<Void> _ = window.thenRun(signal);
      }
    }
    if (window.isDone()) {
      update = window.join().filter(loaded -> loaded.revision() > sentRevision).orElse(null);
      needsSnapshot = update == null;
    } else if (now >= windowUntil) {
      needsSnapshot = true;
    } else {
      return;
    }
    window = null;
    windowUntil = NEVER;
  }

  /// Sets `update` to the newest snapshot, if there is a place for another one in flight.
  private boolean prepareSnapshot() {
    if (!host.tryBeginSnapshot()) {
      return false;
    }
    holdsSnapshotPlace = true;
    update = feed.snapshot(epoch);
    if (update == null) {
      endSnapshot();
      return false;
    }
    needsSnapshot = false;
    return true;
  }

  private void endSnapshot() {
    if (holdsSnapshotPlace) {
      holdsSnapshotPlace = false;
      host.endSnapshot();
    }
  }

  /// Give or take a tenth, so that streams that began together do not stay together.
  private long nextHeartbeat(long now) {
    long period = rules.heartbeat().toNanos();
    return now + period * 9 / 10 + random.nextLong(period / 5);
  }

  private Duration jitter(Duration most) {
    return Duration.ofNanos(random.nextLong(most.toNanos()));
  }
}
