// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The result of evaluating one flag for one context.
///
/// @param value null when the caller's default value is to be used
/// @param variationKey null exactly when `value` is
public record Evaluation(@Nullable Value value, @Nullable String variationKey, Reason reason) {

  private static final List<Evaluation> ERRORS =
      Stream.of(ErrorKind.values())
          .map(kind -> new Evaluation(null, null, new Reason.EvaluationError(kind)))
          .toList();

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
    return ERRORS.get(kind.ordinal());
  }
}
