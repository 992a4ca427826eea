// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import dev.guidon.codec.ChunkAssembler;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentCodec;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.codec.UnreadableException;
import dev.guidon.proto.sync.v1.Ack;
import dev.guidon.proto.sync.v1.DeltaChunk;
import dev.guidon.proto.sync.v1.Goodbye;
import dev.guidon.proto.sync.v1.Heartbeat;
import dev.guidon.proto.sync.v1.Hello;
import dev.guidon.proto.sync.v1.Nack;
import dev.guidon.proto.sync.v1.NackCode;
import dev.guidon.proto.sync.v1.Ping;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.SnapshotChunk;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.WatchRequest;
import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.DataSource;
import dev.guidon.sdk.internal.sync.Transport.StreamEnd;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one environment: decides what to send, what to apply, when to reconnect, poll and give up.
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

  private static final int SCHEMA = 1;
  private static final long NEVER = Long.MAX_VALUE;

  private final Transport transport;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final SyncTiming timing;
  private final ClientIdentity identity;
  private final SyncListener listener;

  private @Nullable HeldState held;
  private DataSource source = DataSource.NONE;

  /// What is held cannot be continued by a delta; only a snapshot helps.
  private boolean snapshotNeeded;

  private boolean synced;
  private long ageMillis;
  private long confirmedAt;

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
  private SyncStatus status = SyncStatus.NOTHING;

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
  }

  /// Begins to follow.
  ///
  /// @param restored what a file holds, served until a server says more; null without one
  public void start(@Nullable HeldState restored) {
    if (restored != null) {
      held = restored;
      source = DataSource.FILE;
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
      if (now - stream.lastSentAt >= timing.ping().toMillis()) {
        stream.send(WatchRequest.newBuilder().setPing(Ping.getDefaultInstance()));
      }
      if (polling && now - stream.upSince >= timing.pollUntil().toMillis()) {
        polling = false;
      }
    } else {
      poll(now);
    }
    publishStatus();
  }

  private static void giveUpIfSilent(@Nullable Conversation conversation, long now) {
    if (conversation != null && now >= conversation.silentAt()) {
      conversation.giveUp("the server was silent for too long");
    }
  }

  private void poll(long now) {
    if (!polling && now - withoutStreamSince >= timing.pollAfter().toMillis()) {
      log.info("no stream for {}: polling as well", timing.pollAfter());
      polling = true;
      nextFetchAt = now;
    }
    if (polling && fetch == null && now >= nextFetchAt) {
      openFetch(now);
    }
  }

  /// The instant, by the ticker, at which {@link #tick} has something to do.
  public long nextTickAt() {
    if (closed) {
      return NEVER;
    }
    long next = NEVER;
    if (stream == null) {
      next = nextStreamAt;
    } else {
      next = stream.silentAt();
      if (stream.isUp()) {
        next = Math.min(next, stream.lastSentAt + timing.ping().toMillis());
        if (polling) {
          next = Math.min(next, stream.upSince + timing.pollUntil().toMillis());
        }
      }
    }
    if (stream == null || !stream.isUp()) {
      if (!polling) {
        next = Math.min(next, withoutStreamSince + timing.pollAfter().toMillis());
      } else if (fetch == null) {
        next = Math.min(next, nextFetchAt);
      }
    }
    if (fetch != null) {
      next = Math.min(next, fetch.silentAt());
    }
    if (synced && !status.stale()) {
      next = Math.min(next, staleAt());
    }
    return next;
  }

  /// Ends every stream. The session is over.
  public void close() {
    closed = true;
    if (stream != null) {
      stream.link().finish();
      stream = null;
    }
    if (fetch != null) {
      fetch.link().cancel();
      fetch = null;
    }
    publishStatus();
  }

  public SyncStatus status() {
    return status;
  }

  public @Nullable HeldState held() {
    return held;
  }

  private void openStream() {
    stream = new Conversation(false);
    stream.open();
  }

  private void openFetch(long now) {
    long interval = timing.poll().toMillis();
    nextFetchAt = now + interval - interval / 5 + random.nextLong(2 * (interval / 5) + 1);
    fetch = new Conversation(true);
    fetch.open();
  }

  private Subscribe subscription() {
    var subscribe =
        Subscribe.newBuilder()
            .setSchema(SCHEMA)
            .setSdk(identity.sdk())
            .setInstance(identity.instance());
    if (held != null && !snapshotNeeded) {
      subscribe
          .setEpoch(held.epoch().bytes())
          .setRevision(held.revision())
          .setDigest(bytesOf(held.digest()));
    }
    return subscribe.build();
  }

  private void streamEnded(Conversation ended, StreamEnd end) {
    stream = null;
    long now = ticker.millis();
    if (ended.isUp()) {
      withoutStreamSince = now;
      if (now - ended.upSince >= timing.healthyAfter().toMillis()) {
        attempt = 0;
      }
    }
    unauthorized = end.cause() == StreamEnd.Cause.UNAUTHORIZED;
    lastError = end.message();
    long delay = ended.goodbyeDelay >= 0 ? ended.goodbyeDelay : delayAfter(end);
    nextStreamAt = now + delay;
    logEnd(ended, end, delay);
    publishStatus();
  }

  private long delayAfter(StreamEnd end) {
    if (end.cause() == StreamEnd.Cause.UNAUTHORIZED) {
      return unauthorizedDelay();
    }
    return Math.max(
        timing.reconnect().delayMillis(attempt++, random),
        Math.min(end.retryAfterMillis(), timing.longestGoodbye().toMillis()));
  }

  private long unauthorizedDelay() {
    long least = timing.unauthorizedRetry().toMillis();
    return least + random.nextLong(least + 1);
  }

  private void logEnd(Conversation ended, StreamEnd end, long delay) {
    if (closed) {
      return;
    }
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

  private void serve(
      HeldState next, Set<String> affected, EnvironmentState.Applied applied, DataSource from) {
    held = next;
    source = from;
    snapshotNeeded = false;
    listener.onState(next, affected, applied.compilation().problems());
  }

  /// What is held is what the server holds, or newer than that, as the server had checked `age` before `receivedAt`.
  private void confirm(long age, long receivedAt, DataSource by) {
    snapshotNeeded = false;
    source = by;
    // Of what another stream confirmed later, nothing is taken back.
    if (!synced || receivedAt - age > confirmedAt - ageMillis) {
      synced = true;
      ageMillis = Math.max(0, age);
      confirmedAt = receivedAt;
    }
  }

  private long staleAt() {
    return confirmedAt + timing.staleAfter().toMillis() - ageMillis + 1;
  }

  private boolean isStale() {
    if (held == null) {
      return false;
    }
    return !synced || ticker.millis() >= staleAt();
  }

  private void publishStatus() {
    SyncStatus next =
        new SyncStatus(
            held == null ? 0 : held.revision(),
            source,
            synced,
            ageMillis,
            confirmedAt,
            isStale(),
            connectionState(),
            lastError);
    if (!next.equals(status)) {
      status = next;
      listener.onStatus(next);
    }
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

  private static ByteString bytesOf(EnvironmentDigest digest) {
    return ByteString.copyFrom(digest.toByteArray());
  }

  private static EnvironmentDigest digestOf(ByteString bytes) throws UnreadableException {
    if (bytes.size() != EnvironmentDigest.SIZE) {
      throw new UnreadableException(
          "digest: " + bytes.size() + " bytes (expected: " + EnvironmentDigest.SIZE + ")");
    }
    return EnvironmentDigest.of(bytes.toByteArray());
  }

  private static long revisionOf(long revision) throws UnreadableException {
    if (revision < 0) {
      throw new UnreadableException(
          "revision: "
              + Long.toUnsignedString(revision)
              + " (expected: at most "
              + Long.MAX_VALUE
              + ")");
    }
    return revision;
  }

  /// One stream or one fetch, from its opening to its end.
  private final class Conversation implements Transport.Listener {

    private final boolean once;
    private final ChunkAssembler chunks = new ChunkAssembler();
    private Transport.@Nullable Link link;
    private @Nullable Epoch epoch;
    private long head;
    private long headAge;
    private boolean caughtUp;
    private ServerFrame.FrameCase assembling = ServerFrame.FrameCase.FRAME_NOT_SET;
    private long assemblingRevision;
    private long lastFrameAt;
    private long lastSentAt;
    private long upSince;
    private long goodbyeDelay = -1;

    Conversation(boolean once) {
      this.once = once;
    }

    void open() {
      lastFrameAt = ticker.millis();
      lastSentAt = lastFrameAt;
      Subscribe subscribe = subscription();
      link = once ? transport.fetch(subscribe, this) : transport.watch(subscribe, this);
    }

    Transport.Link link() {
      return requireNonNull(link, "link: the conversation is not open");
    }

    /// Whether the server has said hello.
    boolean isUp() {
      return epoch != null;
    }

    long silentAt() {
      return lastFrameAt + timing.silence().toMillis();
    }

    void send(WatchRequest.Builder frame) {
      if (!once) {
        lastSentAt = ticker.millis();
        link().send(frame.build());
      }
    }

    /// Frames of a conversation that was given up may still be under way.
    private boolean isOver() {
      return this != (once ? fetch : stream);
    }

    @Override
    public void onEnd(StreamEnd end) {
      if (isOver()) {
        return;
      }
      if (once) {
        fetchEnded(end);
      } else {
        streamEnded(this, end);
      }
    }

    @Override
    public void onFrame(ServerFrame frame) {
      if (isOver()) {
        return;
      }
      lastFrameAt = ticker.millis();
      try {
        read(frame);
      } catch (UnreadableException e) {
        refuse(NackCode.NACK_CODE_UNREADABLE, requireNonNull(e.getMessage()));
      }
      publishStatus();
    }

    private void read(ServerFrame frame) throws UnreadableException {
      switch (frame.getFrameCase()) {
        case HELLO -> onHello(frame.getHello());
        case SNAPSHOT -> onSnapshotChunk(frame.getSnapshot(), requireHello());
        case DELTA -> onDeltaChunk(frame.getDelta(), requireHello());
        case HEARTBEAT -> onHeartbeat(frame.getHeartbeat(), requireHello());
        case RESYNC -> onResync(frame.getResync().getReason());
        case GOODBYE -> onGoodbye(frame.getGoodbye());
        case FRAME_NOT_SET -> log.debug("a frame that this release does not know was skipped");
      }
    }

    private Epoch requireHello() throws UnreadableException {
      if (epoch == null) {
        throw new UnreadableException("first frame: not hello (expected: hello or goodbye)");
      }
      return epoch;
    }

    private void onHello(Hello hello) throws UnreadableException {
      if (epoch != null) {
        throw new UnreadableException("hello: a second one (expected: one)");
      }
      Epoch theirs = Epoch.read(hello.getEpoch());
      head = revisionOf(hello.getHeadRevision());
      headAge = hello.getAgeMillis();
      if (held != null && theirs.compareTo(held.epoch()) < 0) {
        giveUp("the server's epoch " + theirs + " is before " + held.epoch() + ", which is served");
        return;
      }
      boolean continues = held != null && !snapshotNeeded && theirs.equals(held.epoch());
      switch (hello.getMode()) {
        case SYNC_MODE_CURRENT -> {
          if (held == null || !continues || head > held.revision()) {
            refuse(NackCode.NACK_CODE_GAP, "the server takes for current what is not");
            return;
          }
          // A node that lags behind confirms nothing.
          if (head == held.revision()) {
            caughtUp = true;
            confirm(headAge, lastFrameAt, source());
          }
        }
        case SYNC_MODE_DELTA -> {
          if (!continues) {
            refuse(NackCode.NACK_CODE_GAP, "the server continues what is not held");
            return;
          }
        }
        case SYNC_MODE_SNAPSHOT -> {}
        case SYNC_MODE_UNSPECIFIED, UNRECOGNIZED ->
            throw new UnreadableException("mode: " + hello.getModeValue() + " (expected: 1 to 3)");
      }
      epoch = theirs;
      upSince = lastFrameAt;
      if (!once) {
        unauthorized = false;
        lastError = null;
        dropFetch();
        log.info(
            "following the environment at node {}, head revision {}",
            hello.getNode(),
            hello.getHeadRevision());
      }
    }

    private void dropFetch() {
      if (fetch != null) {
        fetch.link().cancel();
        fetch = null;
      }
    }

    private DataSource source() {
      return once ? DataSource.POLL : DataSource.STREAM;
    }

    private void onSnapshotChunk(SnapshotChunk chunk, Epoch theirs) throws UnreadableException {
      long revision = revisionOf(chunk.getRevision());
      ByteString whole =
          assemble(
              ServerFrame.FrameCase.SNAPSHOT,
              revision,
              chunk.getIndex(),
              chunk.getCount(),
              chunk.getBytes());
      if (whole != null) {
        applySnapshot(theirs, revision, digestOf(chunk.getDigest()), whole);
      }
    }

    private void onDeltaChunk(DeltaChunk chunk, Epoch theirs) throws UnreadableException {
      long previous = revisionOf(chunk.getPreviousRevision());
      long revision = revisionOf(chunk.getRevision());
      if (previous >= revision) {
        throw new UnreadableException(
            "revision: " + revision + " (expected: above " + previous + ")");
      }
      ByteString whole =
          assemble(
              ServerFrame.FrameCase.DELTA,
              revision,
              chunk.getIndex(),
              chunk.getCount(),
              chunk.getBytes());
      if (whole != null) {
        applyDelta(theirs, previous, revision, digestOf(chunk.getDigest()), whole);
      }
    }

    private @Nullable ByteString assemble(
        ServerFrame.FrameCase frame, long revision, int index, int count, ByteString bytes)
        throws UnreadableException {
      if (chunks.isPartial() && (frame != assembling || revision != assemblingRevision)) {
        throw new UnreadableException(
            "chunk: of "
                + frame
                + " "
                + revision
                + " (expected: the next of "
                + assembling
                + " "
                + assemblingRevision
                + ")");
      }
      assembling = frame;
      assemblingRevision = revision;
      return chunks.add(index, count, bytes);
    }

    private void applySnapshot(
        Epoch theirs, long revision, EnvironmentDigest announced, ByteString bytes)
        throws UnreadableException {
      boolean sameEpoch = held != null && theirs.equals(held.epoch());
      if (held != null && sameEpoch && revision < held.revision()) {
        ignoreOlder(revision);
        return;
      }
      List<DefinitionObject> objects = EnvironmentCodec.decodeSnapshot(bytes);
      if (!EnvironmentDigest.of(objects).equals(announced)) {
        refuse(NackCode.NACK_CODE_DIGEST_MISMATCH, "snapshot of revision " + revision);
        return;
      }
      boolean known =
          held != null
              && sameEpoch
              && revision == held.revision()
              && announced.equals(held.digest());
      if (!known) {
        EnvironmentState.Applied applied = EnvironmentState.of(revision, objects);
        serve(
            new HeldState(theirs, applied.state()),
            affectedBy(objects, applied),
            applied,
            source());
      }
      confirmOnceAtHead(revision);
      acknowledge(revision, announced);
    }

    /// After a snapshot not everything is news: only what differs from what was served.
    private Set<String> affectedBy(
        List<DefinitionObject> objects, EnvironmentState.Applied applied) {
      if (held == null) {
        return applied.compilation().affectedFlags();
      }
      EnvironmentState before = held.state();
      return before
          .apply(before.changesTo(objects), before.revision())
          .compilation()
          .affectedFlags();
    }

    private void ignoreOlder(long revision) {
      if (snapshotNeeded) {
        giveUp("the server offers revision " + revision + ", which is older than what is served");
      }
    }

    private void applyDelta(
        Epoch theirs, long previous, long revision, EnvironmentDigest announced, ByteString bytes)
        throws UnreadableException {
      if (held == null || !theirs.equals(held.epoch())) {
        refuse(NackCode.NACK_CODE_GAP, "delta before the snapshot");
        return;
      }
      if (revision <= held.revision()) {
        return;
      }
      if (previous != held.revision()) {
        refuse(
            NackCode.NACK_CODE_GAP,
            "delta follows revision " + previous + ", held is " + held.revision());
        return;
      }
      EnvironmentDelta delta = EnvironmentCodec.decodeDelta(bytes);
      EnvironmentState.Applied applied = held.state().apply(delta, revision);
      if (!applied.state().digest().equals(announced)) {
        refuse(NackCode.NACK_CODE_DIGEST_MISMATCH, "delta to revision " + revision);
        return;
      }
      serve(
          new HeldState(theirs, applied.state()),
          applied.compilation().affectedFlags(),
          applied,
          source());
      confirmOnceAtHead(revision);
      acknowledge(revision, announced);
    }

    /// What the server said of its head at hello is true of what is held, as soon as that is no older. Later changes confirm
    /// nothing (others may be on their way behind them); heartbeats do.
    private void confirmOnceAtHead(long revision) {
      if (!caughtUp && revision >= head) {
        caughtUp = true;
        confirm(headAge, upSince, source());
      }
    }

    private void acknowledge(long revision, EnvironmentDigest digest) {
      send(
          WatchRequest.newBuilder()
              .setAck(Ack.newBuilder().setRevision(revision).setDigest(bytesOf(digest))));
    }

    private void onHeartbeat(Heartbeat heartbeat, Epoch theirs) throws UnreadableException {
      long revision = revisionOf(heartbeat.getRevision());
      EnvironmentDigest digest = digestOf(heartbeat.getDigest());
      if (held == null || !theirs.equals(held.epoch())) {
        refuse(NackCode.NACK_CODE_GAP, "heartbeat before the snapshot");
        return;
      }
      if (revision < held.revision()) {
        // The node lags behind: nothing is confirmed.
        return;
      }
      if (revision > held.revision()) {
        refuse(
            NackCode.NACK_CODE_GAP,
            "heartbeat at revision " + revision + ", held is " + held.revision());
        return;
      }
      if (!digest.equals(held.digest())) {
        refuse(NackCode.NACK_CODE_DIGEST_MISMATCH, "heartbeat at revision " + revision);
        return;
      }
      caughtUp = true;
      confirm(heartbeat.getAgeMillis(), lastFrameAt, source());
    }

    private void onResync(String reason) {
      log.info("the server sends everything anew: {}", reason);
      chunks.reset();
    }

    private void onGoodbye(Goodbye goodbye) {
      long asked = Integer.toUnsignedLong(goodbye.getReconnectAfterMillis());
      goodbyeDelay = Math.min(asked, timing.longestGoodbye().toMillis());
      giveUp("the server said goodbye: " + goodbye.getReason());
    }

    /// The frame just read cannot be applied. What is served stays; a snapshot is asked for on a new stream.
    private void refuse(NackCode code, String message) {
      log.warn("a snapshot is asked for: {} ({})", message, code);
      snapshotNeeded = true;
      send(
          WatchRequest.newBuilder()
              .setNack(
                  Nack.newBuilder()
                      .setRevision(held == null ? 0 : held.revision())
                      .setCode(code)
                      .setMessage(message)));
      giveUp(message);
    }

    /// Ends the conversation from this side, as if it had broken.
    void giveUp(String message) {
      Transport.Link open = link();
      onEnd(new StreamEnd(StreamEnd.Cause.UNAVAILABLE, 0, message));
      open.finish();
    }
  }
}
