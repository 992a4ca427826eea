// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Targeting;
import org.jspecify.annotations.Nullable;

/// What was authored of a flag in an environment, and which keys that refers to. As short-lived as the compiling.
///
/// @param definition null when there is a targeting only, which then does nothing
/// @param targeting null when the environment has none for the flag
record FlagSource(
    @Nullable FlagDefinition definition, @Nullable Targeting targeting, References references) {

  static final FlagSource NONE = new FlagSource(null, null, References.NONE);

  static FlagSource of(@Nullable FlagDefinition definition, @Nullable Targeting targeting) {
    return new FlagSource(
        definition,
        targeting,
        definition == null || targeting == null ? References.NONE : References.of(targeting));
  }

  boolean isEmpty() {
    return definition == null && targeting == null;
  }

  /// Whether evaluation knows the flag: it has a definition, and is not archived.
  boolean isKnown() {
    return definition != null && !definition.archived();
  }
}
