// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentCodec;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.codec.EnvironmentState.Applied;
import dev.guidon.codec.UnreadableException;
import dev.guidon.proto.sync.v1.NackCode;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.sdk.DataSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the client holds of its environment, and when it takes something else in its place.
///
/// Knows nothing of streams. Whatever it does not take leaves what is held as it was.
final class Replica {

  private final SyncListener listener;

  private @Nullable HeldState held;
  private DataSource source = DataSource.NONE;

  /// What is held cannot be continued by a delta; only a snapshot helps.
  private boolean snapshotNeeded;

  private boolean synced;
  private long ageMillis;
  private long confirmedAt;

  Replica(SyncListener listener) {
    this.listener = requireNonNull(listener, "listener");
  }

  /// Begins with what a file holds.
  void restore(HeldState restored) {
    held = restored;
    source = DataSource.FILE;
  }

  @Nullable HeldState held() {
    return held;
  }

  long revision() {
    return held == null ? 0 : held.revision();
  }

  DataSource source() {
    return source;
  }

  /// Whether a server has confirmed what is held, at least once.
  boolean isSynced() {
    return synced;
  }

  /// How old what is held was at {@link #confirmedAt}.
  long ageMillis() {
    return ageMillis;
  }

  long confirmedAt() {
    return confirmedAt;
  }

  /// Says what is held, so that the server continues it; nothing when it cannot be continued.
  void describe(Subscribe.Builder subscribe) {
    if (held != null && !snapshotNeeded) {
      subscribe
          .setEpoch(held.epoch().bytes())
          .setRevision(held.revision())
          .setDigest(ByteString.copyFrom(held.digest().toByteArray()));
    }
  }

  /// The server did not fit what is held.
  void needSnapshot() {
    snapshotNeeded = true;
  }

  /// Checks how the server wants to go on.
  ///
  /// @return whether what is held is what the server holds
  boolean checkHello(Epoch epoch, long head, SyncMode mode)
      throws RefusedException, BehindException {
    if (held != null && epoch.compareTo(held.epoch()) < 0) {
      throw new BehindException(
          "the server's epoch " + epoch + " is before " + held.epoch() + ", which is served");
    }
    boolean continues = isOf(epoch) && !snapshotNeeded;
    if (mode == SyncMode.SYNC_MODE_CURRENT) {
      if (!continues || head > revision()) {
        throw new RefusedException(
            NackCode.NACK_CODE_GAP, "the server takes for current what is not");
      }
      // A node that lags behind confirms nothing.
      return head == revision();
    }
    if (mode == SyncMode.SYNC_MODE_DELTA && !continues) {
      throw new RefusedException(NackCode.NACK_CODE_GAP, "the server continues what is not held");
    }
    return false;
  }

  /// Takes a whole state, unless what is held is newer.
  ///
  /// @return whether this revision is held now
  boolean applySnapshot(
      Epoch epoch, long revision, EnvironmentDigest announced, ByteString bytes, DataSource from)
      throws UnreadableException, RefusedException, BehindException {
    if (isOf(epoch) && revision < revision()) {
      if (snapshotNeeded) {
        throw new BehindException(
            "the server offers revision " + revision + ", which is older than what is served");
      }
      return false;
    }
    List<DefinitionObject> objects = EnvironmentCodec.decodeSnapshot(bytes);
    Applied applied = EnvironmentState.of(revision, objects);
    if (!applied.state().digest().equals(announced)) {
      throw new RefusedException(
          NackCode.NACK_CODE_DIGEST_MISMATCH, "snapshot of revision " + revision);
    }
    if (!holds(epoch, revision, announced)) {
      serve(epoch, applied, affectedBy(objects, applied), from);
    }
    return true;
  }

  /// After a snapshot not everything is news: only what differs from what was served.
  private Set<String> affectedBy(List<DefinitionObject> objects, Applied applied) {
    if (held == null) {
      return applied.compilation().affectedFlags();
    }
    EnvironmentState before = held.state();
    return before.apply(before.changesTo(objects), before.revision()).compilation().affectedFlags();
  }

  /// Takes a change, unless it is in what is held already.
  ///
  /// @return whether this revision is held now
  boolean applyDelta(
      Epoch epoch,
      long previous,
      long revision,
      EnvironmentDigest announced,
      ByteString bytes,
      DataSource from)
      throws UnreadableException, RefusedException {
    if (held == null || !isOf(epoch)) {
      throw new RefusedException(NackCode.NACK_CODE_GAP, "delta before the snapshot");
    }
    if (revision <= revision()) {
      return false;
    }
    if (previous != revision()) {
      throw new RefusedException(
          NackCode.NACK_CODE_GAP, "delta follows revision " + previous + ", held is " + revision());
    }
    Applied applied = held.state().apply(EnvironmentCodec.decodeDelta(bytes), revision);
    if (!applied.state().digest().equals(announced)) {
      throw new RefusedException(
          NackCode.NACK_CODE_DIGEST_MISMATCH, "delta to revision " + revision);
    }
    serve(epoch, applied, applied.compilation().affectedFlags(), from);
    return true;
  }

  /// Checks that everything up to a revision has arrived.
  ///
  /// @return whether what is held is what the server holds; false when its node lags behind
  boolean checkHeartbeat(Epoch epoch, long revision, EnvironmentDigest announced)
      throws RefusedException {
    if (held == null || !isOf(epoch)) {
      throw new RefusedException(NackCode.NACK_CODE_GAP, "heartbeat before the snapshot");
    }
    if (revision < revision()) {
      return false;
    }
    if (revision > revision()) {
      throw new RefusedException(
          NackCode.NACK_CODE_GAP, "heartbeat at revision " + revision + ", held is " + revision());
    }
    if (!announced.equals(held.digest())) {
      throw new RefusedException(
          NackCode.NACK_CODE_DIGEST_MISMATCH, "heartbeat at revision " + revision);
    }
    return true;
  }

  private boolean isOf(Epoch epoch) {
    return held != null && epoch.equals(held.epoch());
  }

  private boolean holds(Epoch epoch, long revision, EnvironmentDigest digest) {
    return held != null
        && epoch.equals(held.epoch())
        && revision == held.revision()
        && digest.equals(held.digest());
  }

  private void serve(Epoch epoch, Applied applied, Set<String> affectedFlags, DataSource from) {
    HeldState next = new HeldState(epoch, applied.state());
    // First, so that what cannot be served does not count as held.
    listener.onState(next, affectedFlags, applied.compilation().problems());
    held = next;
    source = from;
    snapshotNeeded = false;
  }

  /// What is held is what the server holds, or newer than that, as the server had checked `age` before `receivedAt`.
  void confirm(long age, long receivedAt, DataSource by) {
    snapshotNeeded = false;
    source = by;
    // Of what another stream confirmed later, nothing is taken back.
    if (!synced || receivedAt - age > confirmedAt - ageMillis) {
      synced = true;
      ageMillis = Math.max(0, age);
      confirmedAt = receivedAt;
    }
  }
}
