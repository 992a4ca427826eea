// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.platform.json.JsonRules;
import dev.guidon.server.platform.json.JsonText;
import java.util.Map;

/// Reads what a flag is to be evaluated for.
final class EvaluationRequest {

  private static final int LONGEST = 64 * 1024;
  private static final int MOST_ATTRIBUTES = 200;
  private static final int LONGEST_NAME = 128;

  private EvaluationRequest() {}

  /// The context in the body, which may be one that cannot be evaluated for.
  static EvaluationContext read(byte[] body) {
    if (body.length > LONGEST) {
      throw ProblemException.of(
          413,
          "body-too-large",
          "body: " + body.length + " bytes (expected: at most " + LONGEST + ")");
    }
    if (!(JsonText.read(body, JsonRules.CONTEXT) instanceof ObjectValue request)) {
      throw ProblemException.badRequest(
          "invalid-json", "body: no object (expected: {\"context\": {…}})");
    }
    Value context = request.fields().getOrDefault("context", Value.NULL);
    if (context instanceof NullValue) {
      throw ProblemException.badRequest(
          "invalid-context",
          "context: missing (expected: an object, such as {\"targetingKey\": \"user-1\"})");
    }
    if (count(context) > MOST_ATTRIBUTES) {
      throw ProblemException.badRequest(
          "invalid-context",
          "context: more than " + MOST_ATTRIBUTES + " attributes (expected: at most that)");
    }
    return EvaluationContext.fromFlat(context);
  }

  /// How many attributes there are, at whatever depth.
  private static int count(Value value) {
    if (!(value instanceof ObjectValue object)) {
      return 0;
    }
    int count = 0;
    for (Map.Entry<String, Value> field : object.fields().entrySet()) {
      if (field.getKey().length() > LONGEST_NAME) {
        throw ProblemException.badRequest(
            "invalid-context",
            "context: a name of "
                + field.getKey().length()
                + " characters (expected: at most "
                + LONGEST_NAME
                + ")");
      }
      count += 1 + count(field.getValue());
    }
    return count;
  }
}
