// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import dev.guidon.codec.ChunkAssembler;
import dev.guidon.codec.EnvironmentDigest;
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
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.proto.sync.v1.WatchRequest;
import dev.guidon.sdk.DataSource;
import dev.guidon.sdk.internal.sync.Transport.StreamEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream or one fetch, from its opening to its end: reads what the server sends, and answers.
final class Conversation implements Transport.Listener {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk.sync");

  /// Whoever opened the conversation.
  interface Owner {

    /// Whether anybody still wants to hear from it. Frames of one that was given up may be under way.
    boolean isWanted(Conversation conversation);

    void onUp(Conversation conversation, Hello hello);

    void onRead(Conversation conversation);

    void onEnded(Conversation conversation, StreamEnd end);
  }

  private final boolean once;
  private final Owner owner;
  private final Replica replica;
  private final Ticker ticker;
  private final ChunkAssembler chunks = new ChunkAssembler();
  private Transport.@Nullable Link link;

  private long lastFrameAt;
  private long lastSentAt;
  private long goodbyeDelay = -1;

  // From hello on.
  private @Nullable Epoch epoch;
  private long upSince;
  private long head;
  private long headAge;
  private boolean caughtUp;

  private ServerFrame.FrameCase assembling = ServerFrame.FrameCase.FRAME_NOT_SET;
  private long assemblingRevision;

  /// @param once whether the server ends it when it has answered
  Conversation(boolean once, Owner owner, Replica replica, Ticker ticker) {
    this.once = once;
    this.owner = owner;
    this.replica = replica;
    this.ticker = ticker;
  }

  void open(Transport transport, Subscribe subscribe) {
    lastFrameAt = ticker.millis();
    lastSentAt = lastFrameAt;
    link = once ? transport.fetch(subscribe, this) : transport.watch(subscribe, this);
  }

  boolean isOnce() {
    return once;
  }

  /// Whether the server has said hello.
  boolean isUp() {
    return epoch != null;
  }

  /// When the server said hello.
  long upSince() {
    return upSince;
  }

  long lastFrameAt() {
    return lastFrameAt;
  }

  long lastSentAt() {
    return lastSentAt;
  }

  /// How long the server asked the client to stay away when it said goodbye, or -1.
  long goodbyeDelay() {
    return goodbyeDelay;
  }

  void ping() {
    send(WatchRequest.newBuilder().setPing(Ping.getDefaultInstance()));
  }

  void finish() {
    openLink().finish();
  }

  void cancel() {
    openLink().cancel();
  }

  /// Ends the conversation from this side, as if it had broken.
  void giveUp(String message) {
    owner.onEnded(this, new StreamEnd(StreamEnd.Cause.UNAVAILABLE, 0, message));
    if (once) {
      cancel();
    } else {
      finish();
    }
  }

  private Transport.Link openLink() {
    return requireNonNull(link, "link: the conversation is not open");
  }

  private void send(WatchRequest.Builder frame) {
    if (!once) {
      lastSentAt = ticker.millis();
      openLink().send(frame.build());
    }
  }

  @Override
  public void onEnd(StreamEnd end) {
    if (owner.isWanted(this)) {
      owner.onEnded(this, end);
    }
  }

  @Override
  public void onFrame(ServerFrame frame) {
    if (!owner.isWanted(this)) {
      return;
    }
    lastFrameAt = ticker.millis();
    try {
      read(frame);
    } catch (UnreadableException e) {
      refuse(NackCode.NACK_CODE_UNREADABLE, messageOf(e));
    } catch (RefusedException e) {
      refuse(e.code(), messageOf(e));
    } catch (BehindException e) {
      giveUp(messageOf(e));
    } catch (RuntimeException e) {
      // A bug of ours. What is held may be part of it, so it is not continued.
      log.error("a frame could not be applied", e);
      refuse(NackCode.NACK_CODE_UNREADABLE, String.valueOf(e));
    }
    owner.onRead(this);
  }

  private static String messageOf(Exception e) {
    return requireNonNull(e.getMessage(), "message");
  }

  /// What is served stays; a snapshot is asked for on a new stream.
  private void refuse(NackCode code, String message) {
    log.warn("a snapshot is asked for: {} ({})", message, code);
    replica.needSnapshot();
    send(
        WatchRequest.newBuilder()
            .setNack(
                Nack.newBuilder()
                    .setRevision(replica.revision())
                    .setCode(code)
                    .setMessage(message)));
    giveUp(message);
  }

  private void read(ServerFrame frame)
      throws UnreadableException, RefusedException, BehindException {
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

  private void onHello(Hello hello) throws UnreadableException, RefusedException, BehindException {
    if (epoch != null) {
      throw new UnreadableException("hello: a second one (expected: one)");
    }
    Epoch theirs = Epoch.read(hello.getEpoch());
    head = revisionOf(hello.getHeadRevision());
    headAge = hello.getAgeMillis();
    if (replica.checkHello(theirs, head, modeOf(hello))) {
      confirm(headAge);
    }
    epoch = theirs;
    upSince = lastFrameAt;
    owner.onUp(this, hello);
  }

  private static SyncMode modeOf(Hello hello) throws UnreadableException {
    return switch (hello.getMode()) {
      case SYNC_MODE_CURRENT, SYNC_MODE_DELTA, SYNC_MODE_SNAPSHOT -> hello.getMode();
      case SYNC_MODE_UNSPECIFIED, UNRECOGNIZED ->
          throw new UnreadableException("mode: " + hello.getModeValue() + " (expected: 1 to 3)");
    };
  }

  private void onSnapshotChunk(SnapshotChunk chunk, Epoch theirs)
      throws UnreadableException, RefusedException, BehindException {
    long revision = revisionOf(chunk.getRevision());
    ByteString whole =
        assemble(
            ServerFrame.FrameCase.SNAPSHOT,
            revision,
            chunk.getIndex(),
            chunk.getCount(),
            chunk.getBytes());
    if (whole == null) {
      return;
    }
    EnvironmentDigest digest = digestOf(chunk.getDigest());
    if (replica.applySnapshot(theirs, revision, digest, whole, source())) {
      onHeld(revision, chunk.getDigest());
    }
  }

  private void onDeltaChunk(DeltaChunk chunk, Epoch theirs)
      throws UnreadableException, RefusedException {
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
    if (whole == null) {
      return;
    }
    EnvironmentDigest digest = digestOf(chunk.getDigest());
    if (replica.applyDelta(theirs, previous, revision, digest, whole, source())) {
      onHeld(revision, chunk.getDigest());
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

  /// What the server said of its head at hello is true of what is held, as soon as that is no older. Later changes confirm
  /// nothing, because others may be on their way behind them; heartbeats do.
  private void onHeld(long revision, ByteString digest) {
    if (!caughtUp && revision >= head) {
      caughtUp = true;
      replica.confirm(headAge, upSince, source());
    }
    send(
        WatchRequest.newBuilder().setAck(Ack.newBuilder().setRevision(revision).setDigest(digest)));
  }

  private void onHeartbeat(Heartbeat heartbeat, Epoch theirs)
      throws UnreadableException, RefusedException {
    long revision = revisionOf(heartbeat.getRevision());
    if (replica.checkHeartbeat(theirs, revision, digestOf(heartbeat.getDigest()))) {
      confirm(heartbeat.getAgeMillis());
    }
  }

  private void confirm(long age) {
    caughtUp = true;
    replica.confirm(age, lastFrameAt, source());
  }

  private void onResync(String reason) {
    log.info("the server sends everything anew: {}", reason);
    chunks.reset();
  }

  private void onGoodbye(Goodbye goodbye) {
    goodbyeDelay = Integer.toUnsignedLong(goodbye.getReconnectAfterMillis());
    giveUp("the server said goodbye: " + goodbye.getReason());
  }

  private DataSource source() {
    return once ? DataSource.POLL : DataSource.STREAM;
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
}
