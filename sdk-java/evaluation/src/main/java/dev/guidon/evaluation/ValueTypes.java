// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.InstantValue;
import dev.guidon.evaluation.Value.ListValue;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
import dev.guidon.evaluation.definition.FlagType;

/// Which values flags of each type have. EVAL-1.11 to 1.14
final class ValueTypes {

  private ValueTypes() {}

  static boolean fits(FlagType type, Value value) {
    return switch (type) {
      case BOOLEAN -> value instanceof BooleanValue;
      case STRING -> value instanceof StringValue;
      case INTEGER ->
          value instanceof NumberValue number
              && number.value() == Math.rint(number.value())
              && Math.abs(number.value()) <= Getter.MAX_INTEGER;
      case NUMBER -> value instanceof NumberValue number && Double.isFinite(number.value());
      case JSON -> !(value instanceof NullValue) && isJson(value);
    };
  }

  private static boolean isJson(Value value) {
    if (value instanceof NumberValue number) {
      return Double.isFinite(number.value());
    }
    if (value instanceof ListValue list) {
      return list.elements().stream().allMatch(ValueTypes::isJson);
    }
    if (value instanceof ObjectValue object) {
      return object.fields().values().stream().allMatch(ValueTypes::isJson);
    }
    return !(value instanceof InstantValue);
  }

  /// The value as it is served: of integers there is only one 0. EVAL-1.12
  static Value served(FlagType type, Value value) {
    return type == FlagType.INTEGER && value instanceof NumberValue number && number.value() == 0
        ? Value.of(0.0)
        : value;
  }

  /// For people: what is expected of a value.
  static String description(FlagType type) {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case STRING -> "text";
      case INTEGER -> "a whole number within ±(2^53 − 1)";
      case NUMBER -> "a finite number";
      case JSON -> "JSON other than null";
    };
  }
}
