// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.util.Objects.requireNonNull;

/// A complete subtree: the hash over 2^level leaves, the index-th such subtree from the left.
public record MerkleNode(int level, long index, Hash hash) {

  public MerkleNode {
    if (level < 0 || level > MerkleFrontier.MAX_LEVEL) {
      throw new IllegalArgumentException(
          "level: " + level + " (expected: 0 to " + MerkleFrontier.MAX_LEVEL + ")");
    }
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index + " (expected: 0 or more)");
    }
    requireNonNull(hash, "hash");
  }

  /// The size of the tree that first holds this subtree.
  public long completedAt() {
    return (index + 1) << level;
  }
}
