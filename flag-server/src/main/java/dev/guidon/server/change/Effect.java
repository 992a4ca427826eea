// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a change does to one definition.
///
/// @param verbs what kinds of editing it is, as the definition's type distinguishes them: `write`, `turn`
/// @param before the content until now; null when it is created
/// @param after the content from now on; null when it is deleted
public record Effect(
    DefinitionRef<?> ref,
    UUID id,
    Set<String> verbs,
    @Nullable String before,
    @Nullable String after) {}
