// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import org.jspecify.annotations.Nullable;

/// The same variation for everybody.
public record FixedVariation(@Nullable String variation) implements Serve {}
