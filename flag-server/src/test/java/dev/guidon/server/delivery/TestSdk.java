// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.guidon.codec.ChunkAssembler;
import dev.guidon.codec.EnvironmentCodec;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.codec.UnreadableException;
import dev.guidon.proto.sync.v1.DeltaChunk;
import dev.guidon.proto.sync.v1.Heartbeat;
import dev.guidon.proto.sync.v1.Hello;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.SnapshotChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A client that believes nothing: it applies what it is sent and fails the test where that breaks the contract.
///
/// What it holds outlives its streams, as with a real one.
final class TestSdk {

  private @Nullable UUID epoch;
  private EnvironmentState state = EnvironmentState.of(0, List.of()).state();

  // Of the current stream.
  private @Nullable Hello hello;
  private boolean awaitsSnapshot;
  private final ChunkAssembler assembler = new ChunkAssembler();
  private final List<String> frames = new ArrayList<>();

  Held held() {
    return epoch == null ? Held.NOTHING : new Held(epoch, state.revision(), state.digest());
  }

  @Nullable UUID epoch() {
    return epoch;
  }

  long revision() {
    return state.revision();
  }

  EnvironmentDigest digest() {
    return state.digest();
  }

  EnvironmentState state() {
    return state;
  }

  /// The kinds of frame of the current stream, in short.
  List<String> frames() {
    return frames;
  }

  Hello hello() {
    return Objects.requireNonNull(hello);
  }

  /// Pretends to hold something else.
  void hold(UUID heldEpoch, EnvironmentState held) {
    epoch = heldEpoch;
    state = held;
  }

  /// Loses what it holds.
  void forget() {
    epoch = null;
    state = EnvironmentState.of(0, List.of()).state();
  }

  void connect() {
    hello = null;
    awaitsSnapshot = false;
    assembler.reset();
    frames.clear();
  }

  /// Takes in a frame and returns whether a revision was applied, which is then to be acknowledged.
  boolean receive(ServerFrame frame) {
    frames.add(frame.getFrameCase().name());
    switch (frame.getFrameCase()) {
      case HELLO -> greet(frame.getHello());
      case SNAPSHOT -> {
        return takeIn(frame.getSnapshot());
      }
      case DELTA -> {
        return takeIn(frame.getDelta());
      }
      case HEARTBEAT -> believe(frame.getHeartbeat());
      case RESYNC -> {
        assertGreeted();
        assertThat(assembler.isPartial()).as("an update is interrupted").isFalse();
        awaitsSnapshot = true;
      }
      case GOODBYE -> assembler.reset();
      case FRAME_NOT_SET -> throw new AssertionError("an empty frame");
    }
    return false;
  }

  private void greet(Hello first) {
    assertThat(hello).as("a second hello").isNull();
    hello = first;
    UUID serverEpoch = uuid(first.getEpoch());
    switch (first.getMode()) {
      case SYNC_MODE_CURRENT -> {
        assertThat(serverEpoch).isEqualTo(epoch);
        assertThat(first.getHeadRevision()).isEqualTo(state.revision());
      }
      case SYNC_MODE_DELTA -> {
        assertThat(serverEpoch).isEqualTo(epoch);
        assertThat(first.getHeadRevision()).isGreaterThan(state.revision());
      }
      case SYNC_MODE_SNAPSHOT -> awaitsSnapshot = true;
      default -> throw new AssertionError("mode: " + first.getMode());
    }
    assertThat(epoch == null || Epochs.compare(serverEpoch, epoch) >= 0)
        .as("an epoch after the one held")
        .isTrue();
  }

  private boolean takeIn(SnapshotChunk chunk) {
    assertGreeted();
    assertThat(awaitsSnapshot).as("a snapshot nobody announced").isTrue();
    ByteString whole = assemble(chunk.getIndex(), chunk.getCount(), chunk.getBytes());
    if (whole == null) {
      assertThat(chunk.getDigest().isEmpty()).isTrue();
      return false;
    }
    UUID serverEpoch = uuid(hello().getEpoch());
    if (serverEpoch.equals(epoch)) {
      assertThat(chunk.getRevision()).as("monotonic").isGreaterThanOrEqualTo(state.revision());
    }
    try {
      state =
          EnvironmentState.of(chunk.getRevision(), EnvironmentCodec.decodeSnapshot(whole)).state();
    } catch (UnreadableException e) {
      throw new AssertionError(e);
    }
    epoch = serverEpoch;
    awaitsSnapshot = false;
    return applied(chunk.getDigest());
  }

  private boolean takeIn(DeltaChunk chunk) {
    assertGreeted();
    assertThat(awaitsSnapshot).as("a delta instead of the snapshot").isFalse();
    assertThat(chunk.getPreviousRevision()).as("reliable, unique").isEqualTo(state.revision());
    assertThat(chunk.getRevision()).as("ordered").isGreaterThan(state.revision());
    ByteString whole = assemble(chunk.getIndex(), chunk.getCount(), chunk.getBytes());
    if (whole == null) {
      return false;
    }
    try {
      state = state.apply(EnvironmentCodec.decodeDelta(whole), chunk.getRevision()).state();
    } catch (UnreadableException e) {
      throw new AssertionError(e);
    }
    return applied(chunk.getDigest());
  }

  private @Nullable ByteString assemble(int index, int count, ByteString bytes) {
    try {
      return assembler.add(index, count, bytes);
    } catch (UnreadableException e) {
      throw new AssertionError("atomic", e);
    }
  }

  private boolean applied(ByteString digest) {
    assertThat(EnvironmentDigest.of(digest.toByteArray()))
        .as("convergent")
        .isEqualTo(state.digest());
    return true;
  }

  private void believe(Heartbeat heartbeat) {
    assertGreeted();
    assertThat(assembler.isPartial()).as("a heartbeat inside an update").isFalse();
    assertThat(heartbeat.getRevision()).as("bookmarkable").isEqualTo(state.revision());
    assertThat(EnvironmentDigest.of(heartbeat.getDigest().toByteArray())).isEqualTo(state.digest());
  }

  private void assertGreeted() {
    assertThat(hello).as("hello comes first").isNotNull();
  }

  static UUID uuid(ByteString bytes) {
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
