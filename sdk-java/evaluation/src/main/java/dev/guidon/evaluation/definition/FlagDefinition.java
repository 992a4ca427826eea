// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A named decision with a type and variations, the same in every environment of its project.
///
/// Whatever may be missing or unknown in what was authored is nullable or text here, because compiling reports it
/// (`type` is the name of a {@link FlagType} when it is well formed).
public record FlagDefinition(
    String key, @Nullable String type, @Nullable List<Variation> variations, boolean archived) {

  public FlagDefinition {
    variations = variations == null ? null : List.copyOf(variations);
  }
}
