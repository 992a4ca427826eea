// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One environment as this node sends it: the newest state, the changes before it, all encoded once for all streams.
///
/// One thread publishes at a time; any thread reads.
final class EnvironmentFeed {

  private static final int MERGED_UPDATES_KEPT = 16;

  private final UUID projectId;
  private final UUID environmentId;
  private final DeltaRing ring = new DeltaRing();
  private final Cache<Long, Update> merged =
      Caffeine.newBuilder().maximumSize(MERGED_UPDATES_KEPT).build();
  private volatile Head head;
  private volatile @Nullable Snapshot snapshot;

  /// The newest state that the node knows.
  ///
  /// @param publishedAt when the node learned of it, in nanoseconds since it started
  record Head(UUID epoch, EnvironmentState state, long publishedAt) {

    long revision() {
      return state.revision();
    }

    EnvironmentDigest digest() {
      return state.digest();
    }
  }

  private record Snapshot(Head of, Update update) {}

  EnvironmentFeed(
      UUID projectId, UUID environmentId, UUID epoch, EnvironmentState state, long now) {
    this.projectId = projectId;
    this.environmentId = environmentId;
    this.head = new Head(epoch, state, now);
  }

  UUID projectId() {
    return projectId;
  }

  UUID environmentId() {
    return environmentId;
  }

  Head head() {
    return head;
  }

  /// Moves on to a newer state. An older one, or the same again, changes nothing.
  synchronized boolean publish(
      UUID epoch, long previousRevision, EnvironmentState state, EnvironmentDelta delta, long now) {
    Head before = head;
    int epochs = Epochs.compare(epoch, before.epoch());
    if (epochs < 0 || (epochs == 0 && state.revision() <= before.revision())) {
      return false;
    }
    if (epochs > 0 || previousRevision != before.revision()) {
      ring.clear();
      trim();
    } else {
      // Into the ring before it is the head: whoever sees the head finds the way to it.
      ring.add(
          DeltaRing.Change.of(
              previousRevision, before.digest(), state.revision(), state.digest(), delta));
    }
    head = new Head(epoch, state, now);
    return true;
  }

  /// Whether the state at this revision is known to have had another digest.
  boolean contradicts(long revision, EnvironmentDigest digest) {
    Head now = head;
    if (revision == now.revision()) {
      return !digest.equals(now.digest());
    }
    DeltaRing.Change next = ring.after(revision);
    return next != null && !digest.equals(next.previousDigest());
  }

  /// What brings a client from this revision on: the next change, or all changes as one when it is far behind. Null
  /// when the way is no longer in memory.
  @Nullable Update after(long revision, StreamRules rules) {
    DeltaRing.Change next = ring.after(revision);
    if (next == null) {
      return null;
    }
    return isFarBehind(next, rules) ? merged(next) : next.update();
  }

  private boolean isFarBehind(DeltaRing.Change next, StreamRules rules) {
    int count = 0;
    long bytes = 0;
    for (DeltaRing.@Nullable Change at = next; at != null; at = ring.after(at.revision())) {
      count++;
      bytes += at.update().size();
      if (count > rules.mergeAbove() || (count > 1 && bytes > rules.mergeAboveBytes())) {
        return true;
      }
    }
    return false;
  }

  /// All changes from `first` on as one, or null when some are no longer in memory.
  private @Nullable Update merged(DeltaRing.Change first) {
    Update kept = merged.getIfPresent(first.previousRevision());
    if (kept != null && kept.revision() == head.revision()) {
      return kept;
    }
    EnvironmentState target = head.state();
    Set<DefinitionName> names = new HashSet<>();
    long reached = first.previousRevision();
    for (DeltaRing.@Nullable Change at = first;
        at != null && at.revision() <= target.revision();
        at = ring.after(reached)) {
      names.addAll(at.names());
      reached = at.revision();
    }
    if (reached != target.revision()) {
      return null; // the ring lost what we were walking along
    }
    Update update =
        Update.delta(
            first.previousRevision(), target.revision(), target.digest(), of(names, target));
    merged.put(first.previousRevision(), update);
    return update;
  }

  private static EnvironmentDelta of(Set<DefinitionName> names, EnvironmentState target) {
    List<DefinitionObject> puts = new ArrayList<>();
    List<DefinitionName> deletes = new ArrayList<>();
    for (DefinitionName name : names) {
      DefinitionObject object = target.find(name);
      if (object == null) {
        deletes.add(name);
      } else {
        puts.add(object);
      }
    }
    return new EnvironmentDelta(puts, deletes);
  }

  /// The whole newest state, encoded when first asked for; null when the epoch is another one by now.
  @Nullable Update snapshot(UUID epoch) {
    Snapshot kept = snapshot;
    if (kept == null || !kept.of().equals(head)) {
      kept = encodeSnapshot();
    }
    return kept.of().epoch().equals(epoch) ? kept.update() : null;
  }

  private synchronized Snapshot encodeSnapshot() {
    Snapshot kept = snapshot;
    if (kept == null || !kept.of().equals(head)) {
      kept = new Snapshot(head, Update.snapshot(head.state()));
      snapshot = kept;
    }
    return kept;
  }

  /// Lets go of what can be made again, once nobody follows.
  synchronized void trim() {
    snapshot = null;
    merged.invalidateAll();
  }
}
