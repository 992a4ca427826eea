// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.Allocations;
import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who an edit of weights moved, and the targeting that it left.
///
/// @param reshuffled whether the salt changed, so that nearly everybody was dealt anew and the moves cannot be told
/// @param moves which share went from which variation to which
/// @param moved how much moved in all, in thousandths of a percent
@Serdeable
record WeightsResponse(
    boolean reshuffled, List<MoveResponse> moves, int moved, TargetingResponse targeting) {

  /// A share that was one variation's and is now another's.
  ///
  /// @param weight in thousandths of a percent
  @Serdeable
  record MoveResponse(String from, String to, int weight) {}

  static WeightsResponse of(
      @Nullable String rule, Committed<FlagTargeting> committed, TargetingResponse targeting) {
    ServeChoice now = serve(committed.definition(), rule);
    ServeChoice before = serve(committed.before(), rule);
    boolean reshuffled = wasReshuffled(before, now);
    List<MoveResponse> moves =
        before == null || now == null || reshuffled ? List.of() : moves(before, now);
    return new WeightsResponse(
        reshuffled, moves, moves.stream().mapToInt(MoveResponse::weight).sum(), targeting);
  }

  private static @Nullable ServeChoice serve(
      @Nullable Versioned<FlagTargeting> targeting, @Nullable String rule) {
    if (targeting == null) {
      return null;
    }
    return rule == null
        ? targeting.content().fallthrough()
        : targeting.content().rules().stream()
            .filter(candidate -> rule.equals(candidate.id()))
            .findFirst()
            .map(FlagRule::serve)
            .orElse(null);
  }

  private static boolean wasReshuffled(@Nullable ServeChoice before, @Nullable ServeChoice now) {
    Rollout one = before == null ? null : before.rollout();
    Rollout other = now == null ? null : now.rollout();
    return one != null && other != null && !Objects.equals(one.salt(), other.salt());
  }

  private static List<MoveResponse> moves(ServeChoice before, ServeChoice now) {
    Map<List<String>, Integer> moved = new LinkedHashMap<>();
    for (Piece was : pieces(before)) {
      for (Piece is : pieces(now)) {
        int shared = Math.min(was.to, is.to) - Math.max(was.from, is.from);
        if (shared > 0 && !was.variation.equals(is.variation)) {
          moved.merge(List.of(was.variation, is.variation), shared, Integer::sum);
        }
      }
    }
    return moved.entrySet().stream()
        .map(move ->
            new MoveResponse(move.getKey().getFirst(), move.getKey().getLast(), move.getValue()))
        .toList();
  }

  private static List<Piece> pieces(ServeChoice serve) {
    if (serve.variation() != null) {
      return List.of(new Piece(serve.variation(), 0, Allocations.BUCKETS));
    }
    List<Piece> pieces = new ArrayList<>();
    Rollout rollout = serve.rollout();
    if (rollout != null && rollout.allocation() != null) {
      for (BucketRange range : rollout.allocation().ranges()) {
        if (range.variation() != null && range.from() != null && range.to() != null) {
          pieces.add(new Piece(range.variation(), range.from(), range.to()));
        }
      }
    }
    return pieces;
  }

  /// A range of an allocation that was saved, so it is whole.
  private record Piece(String variation, int from, int to) {}
}
