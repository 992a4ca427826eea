// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The right edge of a Merkle tree as RFC 6962 defines it: enough to append to it and to know its root.
///
/// A tree of any size is a row of complete subtrees, one for each bit set in its size, the largest first. Appending
/// needs nothing but their hashes, at most 63 of them, whatever the size.
public final class MerkleFrontier {

  public static final MerkleFrontier EMPTY = new MerkleFrontier(0, List.of());

  static final int MAX_LEVEL = 62;

  private final long size;
  private final List<Hash> subtrees;

  private MerkleFrontier(long size, List<Hash> subtrees) {
    this.size = size;
    this.subtrees = List.copyOf(subtrees);
  }

  /// A frontier one leaf longer, and the subtrees of two and more leaves that this leaf completed, smallest first.
  public record Growth(MerkleFrontier frontier, List<MerkleNode> completed) {

    public Growth {
      completed = List.copyOf(completed);
    }
  }

  /// Reads what [#toBytes] wrote.
  public static MerkleFrontier fromBytes(byte[] bytes) {
    if (bytes.length < Long.BYTES) {
      throw new IllegalArgumentException(
          "frontier: " + bytes.length + " bytes (expected: 8 or more)");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long size = buffer.getLong();
    if (size < 0 || buffer.remaining() != Long.bitCount(size) * Hash.LENGTH) {
      throw new IllegalArgumentException(
          "frontier: "
              + buffer.remaining()
              + " bytes after size "
              + size
              + " (expected: 32 for each bit set in a size of 0 or more)");
    }
    List<Hash> subtrees = new ArrayList<>();
    while (buffer.hasRemaining()) {
      byte[] hash = new byte[Hash.LENGTH];
      buffer.get(hash);
      subtrees.add(Hash.of(hash));
    }
    return new MerkleFrontier(size, subtrees);
  }

  /// The size as eight bytes, most significant first, and then the hashes, the largest subtree's first.
  public byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + subtrees.size() * Hash.LENGTH);
    buffer.putLong(size);
    subtrees.forEach(subtree -> buffer.put(subtree.toBytes()));
    return buffer.array();
  }

  /// The number of leaves.
  public long size() {
    return size;
  }

  public Growth append(Hash leaf) {
    List<Hash> edge = new ArrayList<>(subtrees);
    List<MerkleNode> completed = new ArrayList<>();
    Hash subtree = leaf;
    // Each low bit set in the size is a subtree as large as the one just completed: the two become
    // one.
    for (int level = 1; (size >>> (level - 1) & 1) == 1; level++) {
      subtree = Hash.ofNode(edge.removeLast(), subtree);
      completed.add(new MerkleNode(level, size >>> level, subtree));
    }
    edge.add(subtree);
    return new Growth(new MerkleFrontier(Math.incrementExact(size), edge), completed);
  }

  /// The hash of the whole tree.
  public Hash root() {
    if (subtrees.isEmpty()) {
      return Hash.ofNothing();
    }
    Hash root = subtrees.getLast();
    for (Hash left : subtrees.reversed().subList(1, subtrees.size())) {
      root = Hash.ofNode(left, root);
    }
    return root;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MerkleFrontier frontier
        && size == frontier.size
        && subtrees.equals(frontier.subtrees);
  }

  @Override
  public int hashCode() {
    return subtrees.hashCode();
  }

  @Override
  public String toString() {
    return "MerkleFrontier[size=" + size + ", root=" + root() + "]";
  }
}
