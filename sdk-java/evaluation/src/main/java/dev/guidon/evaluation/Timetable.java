// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.Arrays;

/// When the answer of a flag or segment can change by time alone.
final class Timetable {

  static final long NEVER = Long.MAX_VALUE;

  private final long[] instants;
  private final CompiledSegment[] segments;
  private final CompiledFlag[] flags;

  /// @param instants sorted
  /// @param segments those reached that are time-dependent
  /// @param flags those required that are time-dependent
  Timetable(long[] instants, CompiledSegment[] segments, CompiledFlag[] flags) {
    this.instants = instants;
    this.segments = segments;
    this.flags = flags;
  }

  long nextChangeAfter(EvaluationContext context, long at) {
    int found = Arrays.binarySearch(instants, at);
    int following = found >= 0 ? found + 1 : -found - 1;
    long next = following < instants.length ? instants[following] : NEVER;
    for (CompiledSegment segment : segments) {
      next = Math.min(next, segment.nextChangeAfter(context, at));
    }
    for (CompiledFlag flag : flags) {
      next = Math.min(next, flag.nextChangeAfter(context, at));
    }
    return next;
  }
}
