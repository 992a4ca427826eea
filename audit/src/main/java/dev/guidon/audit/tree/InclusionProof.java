// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Shows that a leaf is in a log of some size, to whoever knows that log's root.
///
/// @param index of the leaf, from 0
/// @param size of the log
/// @param path the hashes that lead from the leaf to the root, the leaf's neighbour first; as in RFC 6962, 2.1.1
public record InclusionProof(long index, long size, List<Hash> path) {

  public InclusionProof {
    requireIndex(index, size);
    path = List.copyOf(path);
  }

  /// The subtrees whose hashes are the path.
  public static List<LeafRange> ranges(long index, long size) {
    requireIndex(index, size);
    List<LeafRange> fromRoot = new ArrayList<>();
    long start = 0;
    long end = size;
    while (end - start > 1) {
      long middle = start + Long.highestOneBit(end - start - 1);
      if (index < middle) {
        fromRoot.add(new LeafRange(middle, end));
        end = middle;
      } else {
        fromRoot.add(new LeafRange(start, middle));
        start = middle;
      }
    }
    Collections.reverse(fromRoot);
    return fromRoot;
  }

  /// Whether this leads from the leaf to the root. Follows RFC 9162, 2.1.3.2, which knows nothing of how the path was made.
  public boolean leads(Hash leaf, Hash root) {
    long place = index;
    long last = size - 1;
    Hash hash = leaf;
    for (Hash neighbour : path) {
      if (last == 0) {
        return false;
      }
      if ((place & 1) == 1 || place == last) {
        hash = Hash.ofNode(neighbour, hash);
        while ((place & 1) == 0 && place != 0) {
          place >>= 1;
          last >>= 1;
        }
      } else {
        hash = Hash.ofNode(hash, neighbour);
      }
      place >>= 1;
      last >>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  private static void requireIndex(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "index: " + index + " (expected: 0 or more, below size " + size + ")");
    }
  }
}
