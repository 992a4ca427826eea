// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.InstantValue;
import dev.guidon.evaluation.Value.ListValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
import java.util.stream.Collectors;

/// Writes values much as JSON does, for people to read in a message.
final class Json {

  private Json() {}

  static String write(Value value) {
    if (value instanceof StringValue text) {
      return '"' + text.value() + '"';
    }
    if (value instanceof NumberValue number) {
      double d = number.value();
      return d == Math.rint(d) && Math.abs(d) <= Getter.MAX_INTEGER
          ? Long.toString((long) d)
          : Double.toString(d);
    }
    if (value instanceof BooleanValue truth) {
      return Boolean.toString(truth.value());
    }
    if (value instanceof InstantValue instant) {
      return instant.value().toString();
    }
    if (value instanceof ListValue list) {
      return list.elements().stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof ObjectValue object) {
      return object.fields().entrySet().stream()
          .map(field -> '"' + field.getKey() + "\":" + write(field.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return "null";
  }
}
