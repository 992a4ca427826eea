// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reusable set of contexts, ready to be asked.
final class CompiledSegment {

  static final int MAX_DEPTH = 20;
  static final int MAX_VISITS = 1_000;

  /// The keys of the segments that its clauses name.
  final List<String> segments;

  /// Flags that reach a broken segment are malformed.
  final boolean broken;

  /// 1 and the greatest depth among the segments that its clauses name. EVAL-9.8
  final int depth;

  /// How many segments are looked at to decide about a context, itself included, each as often as it is named.
  final int visits;

  /// Null when time changes nothing.
  final @Nullable Timetable timetable;

  private final SegmentMembers included;
  private final SegmentMembers excluded;
  private final CompiledSegmentRule[] rules;

  CompiledSegment(
      List<String> segments,
      boolean broken,
      int depth,
      int visits,
      @Nullable Timetable timetable,
      SegmentMembers included,
      SegmentMembers excluded,
      CompiledSegmentRule[] rules) {
    this.segments = segments;
    this.broken = broken;
    this.depth = depth;
    this.visits = visits;
    this.timetable = timetable;
    this.included = included;
    this.excluded = excluded;
    this.rules = rules;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  boolean contains(EvaluationContext context, long at) {
    if (included.hold(context, at)) {
      return true;
    }
    if (excluded.hold(context, at)) {
      return false;
    }
    for (CompiledSegmentRule rule : rules) {
      if (rule.matches(context, at)) {
        return true;
      }
    }
    return false;
  }

  /// The next epoch millisecond at which the answer for this context can change by time alone.
  long nextChangeAfter(EvaluationContext context, long at) {
    if (timetable == null) {
      return Timetable.NEVER;
    }
    long membership =
        Math.min(included.nextEndAfter(context, at), excluded.nextEndAfter(context, at));
    return Math.min(membership, timetable.nextChangeAfter(context, at));
  }
}
