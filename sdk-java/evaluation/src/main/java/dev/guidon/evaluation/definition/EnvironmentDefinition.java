// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;

/// Everything that evaluation reads in one environment: the flags of its project, and its own targeting and segments.
///
/// Flag keys are unique, as are segment keys; there is at most one targeting for a flag. The order of the lists means nothing.
public record EnvironmentDefinition(
    List<FlagDefinition> flags, List<Targeting> targetings, List<SegmentDefinition> segments) {

  public static final EnvironmentDefinition EMPTY =
      new EnvironmentDefinition(List.of(), List.of(), List.of());

  public EnvironmentDefinition {
    flags = List.copyOf(flags);
    targetings = List.copyOf(targetings);
    segments = List.copyOf(segments);
  }
}
