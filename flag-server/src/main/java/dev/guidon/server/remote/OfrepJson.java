// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.evaluation.Reason.Off;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.server.platform.json.JsonText;
import org.jspecify.annotations.Nullable;

/// The bodies that OFREP knows.
final class OfrepJson {

  private OfrepJson() {}

  /// One flag's answer, by itself or in a bulk answer.
  static byte[] answer(String flagKey, @Nullable FlagType type, Evaluation evaluation) {
    if (evaluation.reason() instanceof EvaluationError(ErrorKind error)) {
      return failure(flagKey, error.openFeatureCode(), explain(flagKey, error));
    }
    var json = new StringBuilder("{\"key\":").append(text(flagKey));
    Value value = evaluation.value();
    String variationKey = evaluation.variationKey();
    if (value != null && variationKey != null) {
      json.append(",\"value\":")
          .append(valueOf(type, value))
          .append(",\"variant\":")
          .append(text(variationKey));
    }
    json.append(",\"reason\":\"").append(reason(evaluation)).append("\"}");
    return json.toString().getBytes(UTF_8);
  }

  /// Why one flag has no answer, or a whole request when `flagKey` is null.
  static byte[] failure(@Nullable String flagKey, String errorCode, String details) {
    var json = new StringBuilder("{");
    if (flagKey != null) {
      json.append("\"key\":").append(text(flagKey)).append(',');
    }
    return json.append("\"errorCode\":")
        .append(text(errorCode))
        .append(",\"errorDetails\":")
        .append(text(details))
        .append('}')
        .toString()
        .getBytes(UTF_8);
  }

  // Clients drop the value when they read DISABLED; a caller's default of true would then defeat a
  // kill switch. EDGE-7
  private static String reason(Evaluation evaluation) {
    Reason reason = evaluation.reason();
    return reason instanceof Off && evaluation.value() != null
        ? "DEFAULT"
        : reason.openFeatureReason();
  }

  // Clients tell integers and numbers apart by the decimal point. EDGE-6
  private static String valueOf(@Nullable FlagType type, Value value) {
    return type == FlagType.NUMBER && value instanceof NumberValue(double number)
        ? Double.toString(number)
        : JsonText.write(value);
  }

  private static String explain(String flagKey, ErrorKind error) {
    return switch (error) {
      case FLAG_NOT_FOUND -> "flag " + flagKey + ": not in this environment, or archived";
      case MALFORMED_FLAG -> "flag " + flagKey + ": its definition is malformed";
      case TARGETING_KEY_MISSING ->
          "context: nothing to bucket by (expected: a targetingKey, or the attribute that the rollout names)";
      case INVALID_CONTEXT ->
          "context: cannot be read (expected: an object whose targetingKey is text)";
      case TYPE_MISMATCH -> "flag " + flagKey + ": of another type";
      case NOT_READY -> "the environment is not loaded yet";
    };
  }

  private static String text(String text) {
    return JsonText.write(Value.of(text));
  }
}
