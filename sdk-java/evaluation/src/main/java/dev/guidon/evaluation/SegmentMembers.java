// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.StringValue;
import java.util.Map;

/// Contexts listed one by one, by kind and targeting key, some of them until an instant.
final class SegmentMembers {

  /// Instead of an end: the membership holds for good.
  static final long FOR_GOOD = Long.MAX_VALUE;

  static final SegmentMembers NONE = new SegmentMembers(new Kind[0]);

  private final Kind[] kinds;

  private SegmentMembers(Kind[] kinds) {
    this.kinds = kinds;
  }

  /// @param ends by kind and key: the epoch millisecond from which on the key is no member any more
  static SegmentMembers of(Map<AttributeReference, Map<String, Long>> ends) {
    return ends.isEmpty()
        ? NONE
        : new SegmentMembers(
            ends.entrySet().stream()
                .map(kind -> new Kind(kind.getKey(), kind.getValue()))
                .toArray(Kind[]::new));
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// Whether the key of any of the context's kinds is a member now.
  boolean hold(EvaluationContext context, long at) {
    for (Kind kind : kinds) {
      if (kind.holds(context, at)) {
        return true;
      }
    }
    return false;
  }

  /// The next epoch millisecond at which a membership of this context ends.
  long nextEndAfter(EvaluationContext context, long at) {
    long next = Timetable.NEVER;
    for (Kind kind : kinds) {
      long end = kind.endOf(context);
      if (end > at) {
        next = Math.min(next, end);
      }
    }
    return next;
  }

  private static final class Kind {

    private static final long NO_MEMBER = Long.MIN_VALUE;

    private final AttributeReference key;
    private final TextSet forGood;
    private final KeyTable<Long> ends;

    Kind(AttributeReference key, Map<String, Long> ends) {
      this.key = key;
      this.forGood =
          TextSet.exactly(
              ends.entrySet().stream()
                  .filter(member -> member.getValue() == FOR_GOOD)
                  .map(Map.Entry::getKey)
                  .toList());
      KeyTable.Editor<Long> ending = KeyTable.<Long>empty().edit();
      ends.forEach((member, end) -> {
        if (end != FOR_GOOD) {
          ending.put(member, end);
        }
      });
      this.ends = ending.table();
    }

    boolean holds(EvaluationContext context, long at) {
      if (!(key.read(context) instanceof StringValue text)) {
        return false;
      }
      if (forGood.contains(text.value())) {
        return true;
      }
      Long end = ends.get(text.value());
      return end != null && at < end;
    }

    long endOf(EvaluationContext context) {
      if (!(key.read(context) instanceof StringValue text) || forGood.contains(text.value())) {
        return NO_MEMBER;
      }
      Long end = ends.get(text.value());
      return end == null ? NO_MEMBER : end;
    }
  }
}
