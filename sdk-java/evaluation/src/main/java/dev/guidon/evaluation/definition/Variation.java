// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import dev.guidon.evaluation.Value;
import org.jspecify.annotations.Nullable;

/// One of a flag's possible values, with its key.
public record Variation(@Nullable String key, @Nullable Value value) {}
