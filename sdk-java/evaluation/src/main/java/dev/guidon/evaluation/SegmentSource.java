// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.StringValue;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.Operator;
import dev.guidon.evaluation.definition.SegmentDefinition;
import java.util.List;
import java.util.stream.Stream;

/// What was authored of a segment, and the keys of the segments that its clauses name.
record SegmentSource(SegmentDefinition definition, List<String> segments) {

  static SegmentSource of(SegmentDefinition definition) {
    return new SegmentSource(
        definition, segmentsOf(definition.rules().stream().map(rule -> rule.clauses())));
  }

  /// The keys of the segments that clauses of rules name.
  static List<String> segmentsOf(Stream<List<Clause>> rules) {
    return rules
        .flatMap(List::stream)
        .filter(clause -> Operator.IN_SEGMENT.label().equals(clause.operator()))
        .flatMap(clause -> clause.values().stream())
        .filter(StringValue.class::isInstance)
        .map(value -> ((StringValue) value).value())
        .distinct()
        .toList();
  }
}
