// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Shows that a log begins with all that a smaller one held, to whoever knows both roots.
///
/// @param from the smaller size
/// @param to the larger size
/// @param path as in RFC 6962, 2.1.2
public record ConsistencyProof(long from, long to, List<Hash> path) {

  public ConsistencyProof {
    requireSizes(from, to);
    path = List.copyOf(path);
  }

  /// The subtrees whose hashes are the path.
  public static List<LeafRange> ranges(long from, long to) {
    requireSizes(from, to);
    List<LeafRange> fromRoot = new ArrayList<>();
    if (from == 0 || from == to) {
      return fromRoot;
    }
    long start = 0;
    long end = to;
    while (end != from) {
      long middle = start + Long.highestOneBit(end - start - 1);
      if (from <= middle) {
        fromRoot.add(new LeafRange(middle, end));
        end = middle;
      } else {
        fromRoot.add(new LeafRange(start, middle));
        start = middle;
      }
    }
    // Of the smaller log's own root nobody needs to be told.
    if (start > 0) {
      fromRoot.add(new LeafRange(start, end));
    }
    Collections.reverse(fromRoot);
    return fromRoot;
  }

  /// Whether the log of one root grew into that of the other. Follows RFC 9162, 2.1.4.2.
  public boolean leads(Hash fromRoot, Hash toRoot) {
    if (from == to) {
      return path.isEmpty() && fromRoot.equals(toRoot);
    }
    if (from == 0) {
      return path.isEmpty() && fromRoot.equals(Hash.ofNothing());
    }
    List<Hash> hashes = new ArrayList<>();
    if (Long.bitCount(from) == 1) {
      hashes.add(fromRoot);
    }
    hashes.addAll(path);
    if (hashes.isEmpty()) {
      return false;
    }
    long place = from - 1;
    long last = to - 1;
    while ((place & 1) == 1) {
      place >>= 1;
      last >>= 1;
    }
    Hash small = hashes.getFirst();
    Hash large = hashes.getFirst();
    for (Hash neighbour : hashes.subList(1, hashes.size())) {
      if (last == 0) {
        return false;
      }
      if ((place & 1) == 1 || place == last) {
        small = Hash.ofNode(neighbour, small);
        large = Hash.ofNode(neighbour, large);
        while ((place & 1) == 0 && place != 0) {
          place >>= 1;
          last >>= 1;
        }
      } else {
        large = Hash.ofNode(large, neighbour);
      }
      place >>= 1;
      last >>= 1;
    }
    return last == 0 && small.equals(fromRoot) && large.equals(toRoot);
  }

  private static void requireSizes(long from, long to) {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "sizes: " + from + " and " + to + " (expected: 0 or more, the smaller first)");
    }
  }
}
