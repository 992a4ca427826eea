// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// The result of evaluating one flag for one context.
///
/// @param value null when the caller's default value is to be used
/// @param variationKey null exactly when `value` is
public record Evaluation(@Nullable Value value, @Nullable String variationKey, Reason reason) {

  public Evaluation {
    requireNonNull(reason, "reason");
    if ((value == null) != (variationKey == null)) {
      throw new IllegalArgumentException(
          "variationKey: " + variationKey + " (expected: null exactly when value is)");
    }
  }
}
