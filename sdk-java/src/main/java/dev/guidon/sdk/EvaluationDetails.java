// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import static java.util.Objects.requireNonNull;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A flag's value with how it came about.
///
/// @param value what the getter gives: the flag's value or the caller's default
/// @param variation the key of the variation served; null when the default is used
/// @param error what went wrong; null when nothing did
/// @param revision of the flags that were asked; 0 without flags
/// @param age how old they were, as in {@link ClientStatus#age}
/// @param source where they came from
public record EvaluationDetails<T>(
    T value,
    @Nullable String variation,
    Reason reason,
    @Nullable ErrorKind error,
    long revision,
    @Nullable Duration age,
    DataSource source) {

  public EvaluationDetails {
    requireNonNull(reason, "reason");
    requireNonNull(source, "source");
  }
}
