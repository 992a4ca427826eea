// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.StringValue;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.Operator;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The keys that a definition refers to.
///
/// @param flags the flags that its prerequisites name
/// @param segments the segments that its clauses name
record References(List<String> flags, List<String> segments) {

  /// Most definitions refer to nothing.
  static final References NONE = new References(List.of(), List.of());

  static References of(Targeting targeting) {
    Set<String> flags = new LinkedHashSet<>();
    for (Prerequisite prerequisite : targeting.prerequisites()) {
      if (prerequisite.flag() != null) {
        flags.add(prerequisite.flag());
      }
    }
    Set<String> segments = new LinkedHashSet<>();
    for (TargetingRule rule : targeting.rules()) {
      addSegments(rule.clauses(), segments);
    }
    return of(flags, segments);
  }

  static References of(SegmentDefinition segment) {
    Set<String> segments = new LinkedHashSet<>();
    for (SegmentRule rule : segment.rules()) {
      addSegments(rule.clauses(), segments);
    }
    return of(Set.of(), segments);
  }

  private static References of(Set<String> flags, Set<String> segments) {
    return flags.isEmpty() && segments.isEmpty()
        ? NONE
        : new References(List.copyOf(flags), List.copyOf(segments));
  }

  private static void addSegments(List<Clause> clauses, Set<String> segments) {
    for (Clause clause : clauses) {
      if (Operator.IN_SEGMENT.label().equals(clause.operator())) {
        for (Value value : clause.values()) {
          if (value instanceof StringValue text) {
            segments.add(text.value());
          }
        }
      }
    }
  }
}
