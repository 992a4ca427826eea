// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Targeting;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What was authored of a flag in an environment, and which keys that refers to.
///
/// @param definition null when there is a targeting only, which then does nothing
/// @param targeting null when the environment has none for the flag
/// @param requiredFlags the keys that its prerequisites name
/// @param segments the keys that its clauses name
record FlagSource(
    @Nullable FlagDefinition definition,
    @Nullable Targeting targeting,
    List<String> requiredFlags,
    List<String> segments) {

  static final FlagSource NONE = new FlagSource(null, null, List.of(), List.of());

  static FlagSource of(@Nullable FlagDefinition definition, @Nullable Targeting targeting) {
    if (definition == null || targeting == null) {
      return new FlagSource(definition, targeting, List.of(), List.of());
    }
    return new FlagSource(
        definition,
        targeting,
        targeting.prerequisites().stream()
            .map(prerequisite -> prerequisite.flag())
            .filter(Objects::nonNull)
            .distinct()
            .toList(),
        SegmentSource.segmentsOf(targeting.rules().stream().map(rule -> rule.clauses())));
  }

  boolean isEmpty() {
    return definition == null && targeting == null;
  }

  /// Whether evaluation knows the flag: it has a definition, and is not archived.
  boolean isKnown() {
    return definition != null && !definition.archived();
  }
}
