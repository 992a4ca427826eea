// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The result of evaluating one flag for one context.
///
/// @param value null when the caller's default value is to be used
/// @param variationKey null exactly when `value` is
public record Evaluation(@Nullable Value value, @Nullable String variationKey, Reason reason) {

  private static final Map<ErrorKind, Evaluation> ERRORS =
      Stream.of(ErrorKind.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  kind -> kind,
                  kind -> new Evaluation(null, null, new Reason.EvaluationError(kind))));

  public Evaluation {
    requireNonNull(reason, "reason");
    if ((value == null) != (variationKey == null)) {
      throw new IllegalArgumentException(
          "variationKey: " + variationKey + " (expected: null exactly when value is)");
    }
  }

  /// The evaluation that only says that nothing could be decided.
  @SuppressWarnings("EnumOrdinal") // an index into a list made from the same values
  public static Evaluation error(ErrorKind kind) {
    return requireNonNull(ERRORS.get(kind));
  }
}
