// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Recomputes a log from its first entry on, and says what does not fit.
public final class LogVerifier {

  private final MessageDigest sha256;

  // The root of the complete subtree of 2^level leaves that still waits for its right neighbour.
  private final @Nullable Hash[] waiting = new Hash[Long.SIZE];
  private final SortedMap<Long, Set<String>> missing = new TreeMap<>();
  private long size;
  private String lastAt = "";

  public LogVerifier() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /// Takes the next entry with all that tables say of it. Answers with what is wrong with it, after which the verifier is of
  /// no more use.
  public Optional<String> next(LoggedEntry entry) {
    if (entry.seq() != size + 1) {
      return outOfPlace(entry.seq());
    }
    CheckedEntry checked = CheckedEntry.of(entry.seq(), entry.canonical(), entry.payload());
    if (!checked.leaf().equals(entry.leafHash())) {
      return Optional.of("leaf hash: not that of the entry");
    }
    if (!grow(checked.leaf()).equals(entry.completed())) {
      return Optional.of("tree nodes: not those that this entry completes");
    }
    return problemOf(checked);
  }

  /// Takes the next entry. Answers as [#next(LoggedEntry)] does.
  public Optional<String> next(CheckedEntry entry) {
    if (entry.seq() != size + 1) {
      return outOfPlace(entry.seq());
    }
    grow(entry.leaf());
    return problemOf(entry);
  }

  /// Takes the next entry where only its hash may be seen.
  public Optional<String> nextHidden(long seq, Hash leaf) {
    if (seq != size + 1) {
      return outOfPlace(seq);
    }
    grow(leaf);
    return Optional.empty();
  }

  /// Compares what the entries came to with what the head says.
  public Optional<String> end(long headSeq, Hash headRoot) {
    if (headSeq != size) {
      return Optional.of("head: seq " + headSeq + " (expected: " + size + ")");
    }
    if (!root().equals(headRoot)) {
      return Optional.of("head: root " + headRoot + " (expected: " + root() + ")");
    }
    return Optional.empty();
  }

  /// The first entry that lacks something of which no entry says that it was erased.
  public Optional<Long> firstMissing() {
    return missing.isEmpty() ? Optional.empty() : Optional.of(missing.firstKey());
  }

  /// How many entries there were so far.
  public long size() {
    return size;
  }

  /// The root over all entries so far.
  public Hash root() {
    Hash root = null;
    for (Hash subtree : waiting) {
      if (subtree != null) {
        root = root == null ? subtree : nodeHash(subtree, root);
      }
    }
    return root == null ? Hash.of(sha256.digest()) : root;
  }

  private Optional<String> outOfPlace(long seq) {
    return Optional.of("seq: " + seq + " (expected: " + (size + 1) + ")");
  }

  private List<MerkleNode> grow(Hash leaf) {
    List<MerkleNode> completed = new ArrayList<>();
    Hash subtree = leaf;
    int level = 0;
    for (Hash left = waiting[0]; left != null; left = waiting[level]) {
      subtree = nodeHash(left, subtree);
      waiting[level] = null;
      level++;
      completed.add(new MerkleNode(level, size >> level, subtree));
    }
    waiting[level] = subtree;
    size++;
    return completed;
  }

  private Optional<String> problemOf(CheckedEntry entry) {
    if (entry.problem().isPresent()) {
      return entry.problem();
    }
    // Times are written with equal length, so their text has their order.
    if (entry.at().isEmpty() || entry.at().compareTo(lastAt) < 0) {
      return Optional.of("entry: at " + entry.at() + " (expected: " + lastAt + " or later)");
    }
    lastAt = entry.at();
    if (!entry.missing().isEmpty()) {
      missing.put(entry.seq(), new HashSet<>(entry.missing()));
    }
    explainMissing(entry, "who");
    explainMissing(entry, "what");
    return Optional.empty();
  }

  private void explainMissing(CheckedEntry entry, String part) {
    for (long erased : entry.erased(part)) {
      Set<String> parts = missing.get(erased);
      if (parts != null && parts.remove(part) && parts.isEmpty()) {
        missing.remove(erased);
      }
    }
  }

  private Hash nodeHash(Hash left, Hash right) {
    sha256.update((byte) 1);
    sha256.update(left.toBytes());
    return Hash.of(sha256.digest(right.toBytes()));
  }
}
