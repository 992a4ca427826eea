// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.evaluation.Value;
import org.jspecify.annotations.Nullable;

/// What a case expects of an evaluation.
///
/// @param value null when the caller's default is expected
/// @param variationKey null exactly when `value` is
/// @param openFeatureReason what the case itself says of OpenFeature's reason; null when it says nothing
/// @param openFeatureErrorCode what the case itself says of OpenFeature's error code; null when it says nothing
public record ExpectedEvaluation(
    @Nullable Value value,
    @Nullable String variationKey,
    Reason reason,
    @Nullable String openFeatureReason,
    @Nullable String openFeatureErrorCode) {

  /// Whether the flag is expected to be broken, or the context or its key.
  public boolean isError() {
    return reason instanceof EvaluationError;
  }
}
