// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import org.jspecify.annotations.Nullable;

/// Another flag that must serve a given variation first.
public record Prerequisite(@Nullable String flag, @Nullable String variation) {}
