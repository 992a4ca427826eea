// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.definition.Allocation;
import java.util.List;

/// What becomes of an allocation when its weights are edited.
public sealed interface AllocationEdit {

  /// The next allocation.
  ///
  /// @param moves which buckets went where, as few as any allocation with these weights can move; empty when no weight
  ///     changed
  record Moved(Allocation allocation, List<Move> moves) implements AllocationEdit {

    public Moved {
      moves = List.copyOf(moves);
    }

    /// How many buckets get another variation than before.
    public int movedBuckets() {
      return moves.stream().mapToInt(Move::buckets).sum();
    }
  }

  /// Refused: the next allocation would lie in more than {@link Allocations#MAX_RANGES} pieces. A new allocation by
  /// {@link Allocations#initial} would lie in few, but move many.
  record TooManyRanges(int ranges) implements AllocationEdit {}

  /// A number of buckets that were `from`'s and are now `to`'s.
  record Move(String from, String to, int buckets) {}
}
