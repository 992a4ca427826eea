// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The newest changes of one environment, encoded, each linked to the revision that it follows.
///
/// One thread adds at a time, any thread reads: a reader that follows the links sees whole changes or none.
final class DeltaRing {

  static final int MAX_CHANGES = 1_000;
  static final long MAX_BYTES = 4L * 1024 * 1024;

  /// A change and what it follows.
  ///
  /// @param names what it puts or deletes
  record Change(
      long previousRevision,
      EnvironmentDigest previousDigest,
      Set<DefinitionName> names,
      Update update) {

    static Change of(
        long previousRevision,
        EnvironmentDigest previousDigest,
        long revision,
        EnvironmentDigest digest,
        EnvironmentDelta delta) {
      Set<DefinitionName> names = HashSet.newHashSet(delta.puts().size() + delta.deletes().size());
      delta.puts().forEach(put -> names.add(put.name()));
      names.addAll(delta.deletes());
      return new Change(
          previousRevision,
          previousDigest,
          Set.copyOf(names),
          Update.delta(previousRevision, revision, digest, delta));
    }

    long revision() {
      return update.revision();
    }
  }

  private final int maxChanges;
  private final long maxBytes;
  private final Map<Long, Change> byPreviousRevision = new ConcurrentHashMap<>();
  private final Deque<Change> oldestFirst = new ArrayDeque<>();
  private long bytes;

  DeltaRing() {
    this(MAX_CHANGES, MAX_BYTES);
  }

  DeltaRing(int maxChanges, long maxBytes) {
    this.maxChanges = maxChanges;
    this.maxBytes = maxBytes;
  }

  /// Adds the next change. One that does not follow the newest makes the ring start anew with it.
  void add(Change change) {
    Change newest = oldestFirst.peekLast();
    if (newest != null && newest.revision() != change.previousRevision()) {
      clear();
    }
    oldestFirst.addLast(change);
    byPreviousRevision.put(change.previousRevision(), change);
    bytes += change.update().size();
    // The newest stays whatever its size: every stream is about to send it.
    while (oldestFirst.size() > 1 && (oldestFirst.size() > maxChanges || bytes > maxBytes)) {
      Change oldest = oldestFirst.removeFirst();
      byPreviousRevision.remove(oldest.previousRevision());
      bytes -= oldest.update().size();
    }
  }

  void clear() {
    oldestFirst.clear();
    byPreviousRevision.clear();
    bytes = 0;
  }

  /// The change that follows this revision, or null when it is not held.
  @Nullable Change after(long revision) {
    return byPreviousRevision.get(revision);
  }
}
