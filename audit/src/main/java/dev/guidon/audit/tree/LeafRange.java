// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Neighbouring leaves that are a subtree of some tree as RFC 6962 defines it, from `start` up to but not `end`.
///
/// A subtree at the right edge may be incomplete. It then is a row of complete ones, the largest first, and only those
/// are stored.
public record LeafRange(long start, long end) {

  /// A complete subtree's place: `index`-th from the left among those of 2^`level` leaves.
  public record Place(int level, long index) {}

  public LeafRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "range: " + start + " to " + end + " (expected: 0 or more, and no end before the start)");
    }
  }

  /// The complete subtrees that this one consists of, the largest first.
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    long at = start;
    for (long left = end - start; left > 0; left -= Long.highestOneBit(left)) {
      int level = Long.numberOfTrailingZeros(Long.highestOneBit(left));
      places.add(new Place(level, at >> level));
      at += 1L << level;
    }
    return places;
  }

  /// The subtree's hash.
  ///
  /// @param stored the hash of a complete subtree
  public Hash hash(Function<Place, Hash> stored) {
    List<Place> places = places();
    if (places.isEmpty()) {
      return Hash.ofNothing();
    }
    Hash hash = stored.apply(places.getLast());
    for (Place left : places.reversed().subList(1, places.size())) {
      hash = Hash.ofNode(stored.apply(left), hash);
    }
    return hash;
  }
}
