// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import dev.guidon.proto.sync.v1.Hello;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.internal.sync.Transport.StreamEnd;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one environment: decides when to connect, poll, ping and give up, and how the client stands.
///
/// A state machine without threads, clocks or sockets of its own. Whoever drives it calls it from one thread at a time:
/// {@link #start}, the listeners given to the {@link Transport}, and {@link #tick} at {@link #nextTickAt}. What it may
/// rely on, and promises, is the contract of the stream (docs/adr/0007-snapshot-streaming.md):
///
/// - what is served only ever goes forward, in `(epoch, revision)`;
/// - a revision is served whole and, as its digest shows, equal to the server's, or not at all;
/// - whatever goes wrong, the last good state is served on, and the session keeps trying.
public final class SyncSession {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk.sync");

  /// The newest schema of definitions that this release reads.
  private static final int SCHEMA = 1;

  private static final long NEVER = Long.MAX_VALUE;

  private final Transport transport;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final SyncTiming timing;
  private final ClientIdentity identity;
  private final SyncListener listener;
  private final Replica replica;
  private final Conversation.Owner owner = new ConversationOwner();

  private @Nullable Conversation stream;
  private @Nullable Conversation fetch;
  private int attempt;
  private long nextStreamAt;
  private long withoutStreamSince;
  private boolean polling;
  private long nextFetchAt;
  private boolean unauthorized;
  private @Nullable String lastError;
  private boolean closed;
  private SyncStatus status = SyncStatus.before(null);

  public SyncSession(
      Transport transport,
      Ticker ticker,
      RandomGenerator random,
      SyncTiming timing,
      ClientIdentity identity,
      SyncListener listener) {
    this.transport = requireNonNull(transport, "transport");
    this.ticker = requireNonNull(ticker, "ticker");
    this.random = requireNonNull(random, "random");
    this.timing = requireNonNull(timing, "timing");
    this.identity = requireNonNull(identity, "identity");
    this.listener = requireNonNull(listener, "listener");
    this.replica = new Replica(listener);
  }

  /// Begins to follow.
  ///
  /// @param restored what a file holds, served until a server says more; null without one
  public void start(@Nullable HeldState restored) {
    if (restored != null) {
      replica.restore(restored);
    }
    withoutStreamSince = ticker.millis();
    openStream();
    publishStatus();
  }

  /// Does what is due.
  public void tick() {
    if (closed) {
      return;
    }
    long now = ticker.millis();
    giveUpIfSilent(stream, now);
    giveUpIfSilent(fetch, now);
    if (stream == null && now >= nextStreamAt) {
      openStream();
    }
    if (stream != null && stream.isUp()) {
      if (now >= nextPingAt(stream)) {
        stream.ping();
      }
      if (polling && now >= pollsUntil(stream)) {
        polling = false;
      }
    } else {
      poll(now);
    }
    publishStatus();
  }

  /// The instant, by the ticker, at which {@link #tick} has something to do.
  public long nextTickAt() {
    if (closed) {
      return NEVER;
    }
    long next = stream == null ? nextStreamAt : silentAt(stream);
    if (stream != null && stream.isUp()) {
      next = Math.min(next, nextPingAt(stream));
      if (polling) {
        next = Math.min(next, pollsUntil(stream));
      }
    } else if (!polling) {
      next = Math.min(next, pollsFrom());
    } else if (fetch == null) {
      next = Math.min(next, nextFetchAt);
    }
    if (fetch != null) {
      next = Math.min(next, silentAt(fetch));
    }
    if (replica.isSynced() && !status.stale()) {
      next = Math.min(next, staleAt());
    }
    return next;
  }

  private long silentAt(Conversation conversation) {
    Duration patience = conversation.isUp() ? timing.silence() : timing.answer();
    return conversation.lastFrameAt() + patience.toMillis();
  }

  private long nextPingAt(Conversation conversation) {
    return conversation.lastSentAt() + timing.ping().toMillis();
  }

  private long pollsFrom() {
    return withoutStreamSince + timing.pollAfter().toMillis();
  }

  private long pollsUntil(Conversation conversation) {
    return conversation.upSince() + timing.pollUntil().toMillis();
  }

  private long staleAt() {
    return replica.confirmedAt() + timing.staleAfter().toMillis() - replica.ageMillis() + 1;
  }

  private void giveUpIfSilent(@Nullable Conversation conversation, long now) {
    if (conversation != null && now >= silentAt(conversation)) {
      conversation.giveUp("the server was silent for too long");
    }
  }

  private void poll(long now) {
    if (!polling && now >= pollsFrom()) {
      log.info("no stream for {}: polling as well", timing.pollAfter());
      polling = true;
      nextFetchAt = now;
    }
    if (polling && fetch == null && now >= nextFetchAt) {
      openFetch(now);
    }
  }

  /// Ends every stream. The session is over.
  public void close() {
    closed = true;
    if (stream != null) {
      stream.finish();
      stream = null;
    }
    dropFetch();
    publishStatus();
  }

  public SyncStatus status() {
    return status;
  }

  /// What is served, or null.
  public @Nullable HeldState held() {
    return replica.held();
  }

  private void openStream() {
    stream = new Conversation(false, owner, replica, ticker);
    stream.open(transport, subscription());
  }

  private void openFetch(long now) {
    long interval = timing.poll().toMillis();
    nextFetchAt = now + interval - interval / 5 + random.nextLong(2 * (interval / 5) + 1);
    fetch = new Conversation(true, owner, replica, ticker);
    fetch.open(transport, subscription());
  }

  private void dropFetch() {
    if (fetch != null) {
      fetch.cancel();
      fetch = null;
    }
  }

  private Subscribe subscription() {
    var subscribe =
        Subscribe.newBuilder()
            .setSchema(SCHEMA)
            .setSdk(identity.sdk())
            .setInstance(identity.instance());
    replica.describe(subscribe);
    return subscribe.build();
  }

  private void streamEnded(Conversation ended, StreamEnd end) {
    stream = null;
    long now = ticker.millis();
    if (ended.isUp()) {
      withoutStreamSince = now;
      if (now - ended.upSince() >= timing.healthyAfter().toMillis()) {
        attempt = 0;
      }
    }
    unauthorized = end.cause() == StreamEnd.Cause.UNAUTHORIZED;
    lastError = end.message();
    long delay = delayAfter(ended, end);
    nextStreamAt = now + delay;
    logEnd(ended, end, delay);
    publishStatus();
  }

  private long delayAfter(Conversation ended, StreamEnd end) {
    long longest = timing.longestGoodbye().toMillis();
    if (ended.goodbyeDelay() >= 0) {
      return Math.min(ended.goodbyeDelay(), longest);
    }
    if (end.cause() == StreamEnd.Cause.UNAUTHORIZED) {
      return unauthorizedDelay();
    }
    long jittered = timing.reconnect().delayMillis(attempt++, random);
    return Math.max(jittered, Math.min(end.retryAfterMillis(), longest));
  }

  private long unauthorizedDelay() {
    long least = timing.unauthorizedRetry().toMillis();
    return least + random.nextLong(least + 1);
  }

  private void logEnd(Conversation ended, StreamEnd end, long delay) {
    if (unauthorized) {
      log.error(
          "the server refuses the SDK key ({}); the next attempt is in {} s",
          end.message(),
          delay / 1000);
    } else if (ended.isUp()) {
      log.info("the stream ended ({}); the next attempt is in {} ms", end.message(), delay);
    } else if (attempt == 1) {
      log.warn("no stream yet ({}); the client keeps trying", end.message());
    } else {
      log.debug("no stream ({}); the next attempt is in {} ms", end.message(), delay);
    }
  }

  private void fetchEnded(StreamEnd end) {
    fetch = null;
    if (end.cause() == StreamEnd.Cause.UNAUTHORIZED) {
      nextFetchAt = ticker.millis() + unauthorizedDelay();
    }
    publishStatus();
  }

  private void publishStatus() {
    SyncStatus next =
        new SyncStatus(
            replica.revision(),
            replica.source(),
            replica.isSynced(),
            replica.ageMillis(),
            replica.confirmedAt(),
            isStale(),
            connectionState(),
            lastError);
    if (!next.equals(status)) {
      status = next;
      listener.onStatus(next);
    }
  }

  private boolean isStale() {
    return replica.held() != null && (!replica.isSynced() || ticker.millis() >= staleAt());
  }

  private ConnectionState connectionState() {
    if (closed) {
      return ConnectionState.CLOSED;
    }
    if (stream != null && stream.isUp()) {
      return ConnectionState.CONNECTED;
    }
    return unauthorized ? ConnectionState.UNAUTHORIZED : ConnectionState.CONNECTING;
  }

  private final class ConversationOwner implements Conversation.Owner {

    @Override
    @SuppressWarnings("ReferenceEquality") // there is one stream and one fetch
    public boolean isWanted(Conversation conversation) {
      return conversation == (conversation.isOnce() ? fetch : stream);
    }

    @Override
    public void onUp(Conversation conversation, Hello hello) {
      if (conversation.isOnce()) {
        return;
      }
      unauthorized = false;
      lastError = null;
      dropFetch();
      log.info(
          "following the environment at node {}, head revision {}",
          hello.getNode(),
          hello.getHeadRevision());
    }

    @Override
    public void onRead(Conversation conversation) {
      publishStatus();
    }

    @Override
    public void onEnded(Conversation conversation, StreamEnd end) {
      if (conversation.isOnce()) {
        fetchEnded(end);
      } else {
        streamEnded(conversation, end);
      }
    }
  }
}
