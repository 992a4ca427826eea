// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of the time, of segments and of other flags a definition can reach: gathered while it is compiled.
final class Reach {

  private final List<Long> instants = new ArrayList<>();
  private final Set<CompiledSegment> segments = new LinkedHashSet<>();
  private final Set<CompiledFlag> flags = new LinkedHashSet<>();
  private boolean time;
  private int segmentDepth;
  private int segmentVisits;

  /// A clause on `$now`, or a membership that ends.
  void time() {
    time = true;
  }

  /// An instant from which on such a clause has another answer.
  void instant(long epochMillis) {
    instants.add(epochMillis);
  }

  void segment(CompiledSegment segment) {
    segmentDepth = Math.max(segmentDepth, segment.depth);
    segmentVisits = Math.min(segmentVisits + segment.visits, CompiledSegment.MAX_VISITS + 1);
    if (segment.timetable != null) {
      segments.add(segment);
    }
  }

  void flag(CompiledFlag flag) {
    if (flag.links.timetable() != null) {
      flags.add(flag);
    }
  }

  int segmentDepth() {
    return segmentDepth;
  }

  int segmentVisits() {
    return segmentVisits;
  }

  /// Null when time changes nothing.
  @Nullable Timetable timetable() {
    if (!time && segments.isEmpty() && flags.isEmpty()) {
      return null;
    }
    return new Timetable(
        instants.stream().mapToLong(Long::longValue).sorted().distinct().toArray(),
        segments.toArray(CompiledSegment[]::new),
        flags.toArray(CompiledFlag[]::new));
  }
}
