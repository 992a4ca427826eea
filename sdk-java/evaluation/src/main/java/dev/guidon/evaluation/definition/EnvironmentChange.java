// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;

/// What differs between one revision of an environment and a later one: whole definitions put, and keys deleted.
///
/// A key occurs at most once among the puts and deletions of its kind. A targeting goes by the key of its flag.
public record EnvironmentChange(
    List<FlagDefinition> flags,
    List<Targeting> targetings,
    List<SegmentDefinition> segments,
    List<String> deletedFlags,
    List<String> deletedTargetings,
    List<String> deletedSegments) {

  public EnvironmentChange {
    flags = List.copyOf(flags);
    targetings = List.copyOf(targetings);
    segments = List.copyOf(segments);
    deletedFlags = List.copyOf(deletedFlags);
    deletedTargetings = List.copyOf(deletedTargetings);
    deletedSegments = List.copyOf(deletedSegments);
  }

  /// From nothing to all of an environment.
  public static EnvironmentChange to(EnvironmentDefinition environment) {
    return new EnvironmentChange(
        environment.flags(),
        environment.targetings(),
        environment.segments(),
        List.of(),
        List.of(),
        List.of());
  }
}
