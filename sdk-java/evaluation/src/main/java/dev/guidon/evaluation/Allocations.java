// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Objects.requireNonNull;

import dev.guidon.evaluation.AllocationEdit.Move;
import dev.guidon.evaluation.AllocationEdit.Moved;
import dev.guidon.evaluation.AllocationEdit.TooManyRanges;
import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.BucketRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes allocations from weights, and the next one from the present one so that nobody moves who need not.
public final class Allocations {

  /// All of them; each is a thousandth of a percent.
  public static final int BUCKETS = 100_000;

  /// The most ranges that an edit may leave.
  public static final int MAX_RANGES = 1_000;

  private Allocations() {}

  /// A new allocation: the buckets from 0 upwards, to the variations in this order. EVAL-19.10
  ///
  /// @param weights in the flag's order of variations; all add up to {@link #BUCKETS}
  public static Allocation initial(List<Weight> weights) {
    requireAll(weights);
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (Weight weight : weights) {
      if (weight.weight() > 0) {
        pieces.add(new Piece(weight.variation(), from, from + weight.weight()));
        from += weight.weight();
      }
    }
    return allocationOf(pieces);
  }

  /// The allocation with these weights that differs least from the present one: a variation that shrinks gives up its
  /// highest buckets, those that grow take the lowest of these, and all others stay. EVAL-19.5 to 19.9
  ///
  /// @param present well formed, as it comes from this class and compiles without problems
  /// @param weights in the flag's order of variations; all add up to {@link #BUCKETS}; a variation left out has none
  public static AllocationEdit next(Allocation present, List<Weight> weights) {
    requireAll(weights);
    List<Piece> pieces = present.ranges().stream().map(Piece::of).toList();
    Map<String, Integer> gains = gains(pieces, weights);

    List<Piece> kept = new ArrayList<>();
    List<Piece> givenUp = new ArrayList<>();
    giveUp(pieces, gains, kept, givenUp);

    Map<Passage, Integer> moves = new LinkedHashMap<>();
    kept.addAll(take(givenUp, gains, moves));

    List<Piece> merged = merge(kept);
    if (merged.size() > MAX_RANGES) {
      return new TooManyRanges(merged.size());
    }
    return new Moved(
        allocationOf(merged),
        moves.entrySet().stream()
            .map(move -> new Move(move.getKey().from(), move.getKey().to(), move.getValue()))
            .toList());
  }

  /// By how much each variation grows (above zero) or shrinks (below), in the order of the weights.
  private static Map<String, Integer> gains(List<Piece> pieces, List<Weight> weights) {
    Map<String, Integer> gains = new LinkedHashMap<>();
    weights.forEach(weight -> gains.put(weight.variation(), weight.weight()));
    pieces.forEach(piece -> gains.merge(piece.variation(), -piece.buckets(), Integer::sum));
    return gains;
  }

  /// Parts the pieces into what stays and what those that shrink give up, beginning with the highest buckets.
  private static void giveUp(
      List<Piece> pieces, Map<String, Integer> gains, List<Piece> kept, List<Piece> givenUp) {
    Map<String, Integer> excess = new LinkedHashMap<>();
    gains.forEach((variation, gain) -> excess.put(variation, Math.max(0, -gain)));
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Piece piece = pieces.get(i);
      int lost = Math.min(excess.getOrDefault(piece.variation(), 0), piece.buckets());
      excess.merge(piece.variation(), -lost, Integer::sum);
      int edge = piece.to() - lost;
      if (edge > piece.from()) {
        kept.add(new Piece(piece.variation(), piece.from(), edge));
      }
      if (lost > 0) {
        givenUp.add(new Piece(piece.variation(), edge, piece.to()));
      }
    }
  }

  /// Hands what was given up to those that grow: the lowest buckets to the first of them.
  private static List<Piece> take(
      List<Piece> givenUp, Map<String, Integer> gains, Map<Passage, Integer> moves) {
    Deque<Piece> free = new ArrayDeque<>(givenUp.stream().sorted(Piece.LOWEST_FIRST).toList());
    List<Piece> taken = new ArrayList<>();
    gains.forEach((variation, gain) -> {
      int wanted = gain;
      while (wanted > 0) {
        Piece piece = free.removeFirst();
        int got = Math.min(wanted, piece.buckets());
        int edge = piece.from() + got;
        taken.add(new Piece(variation, piece.from(), edge));
        moves.merge(new Passage(piece.variation(), variation), got, Integer::sum);
        if (edge < piece.to()) {
          free.addFirst(new Piece(piece.variation(), edge, piece.to()));
        }
        wanted -= got;
      }
    });
    return taken;
  }

  private static List<Piece> merge(List<Piece> pieces) {
    List<Piece> merged = new ArrayList<>();
    for (Piece piece : pieces.stream().sorted(Piece.LOWEST_FIRST).toList()) {
      Piece last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && last.variation().equals(piece.variation())) {
        merged.set(merged.size() - 1, new Piece(piece.variation(), last.from(), piece.to()));
      } else {
        merged.add(piece);
      }
    }
    return merged;
  }

  private static Allocation allocationOf(List<Piece> pieces) {
    return new Allocation(
        pieces.stream()
            .map(piece -> new BucketRange(piece.variation(), piece.from(), piece.to()))
            .toList());
  }

  private static void requireAll(List<Weight> weights) {
    int sum = 0;
    Map<String, Weight> seen = new LinkedHashMap<>();
    for (Weight weight : weights) {
      sum += weight.weight();
      if (seen.put(weight.variation(), weight) != null) {
        throw new IllegalArgumentException(
            "weights: " + weight.variation() + " twice (expected: each variation once)");
      }
      if (sum > BUCKETS) {
        break;
      }
    }
    if (sum != BUCKETS) {
      throw new IllegalArgumentException(
          "weights: "
              + weights.stream().mapToLong(Weight::weight).sum()
              + " in all (expected: "
              + BUCKETS
              + ")");
    }
  }

  /// A range of an allocation that is well formed.
  private record Piece(String variation, int from, int to) {

    static final Comparator<Piece> LOWEST_FIRST = Comparator.comparingInt(Piece::from);

    static Piece of(BucketRange range) {
      return new Piece(
          requireNonNull(range.variation(), "variation"),
          requireNonNull(range.from(), "from"),
          requireNonNull(range.to(), "to"));
    }

    int buckets() {
      return to - from;
    }
  }

  /// From one variation to another.
  private record Passage(String from, String to) {}
}
