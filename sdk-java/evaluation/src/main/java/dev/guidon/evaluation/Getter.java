// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.definition.FlagType;

/// The typed ways to ask for a flag's value, and which values each of them reads.
///
/// A flag's type counts, not only its value: `STRING` does not read a json flag that happens to hold text.
public enum Getter {
  BOOLEAN,
  STRING,
  /// Whole numbers within ±(2^53 − 1), which is a `long` in Java.
  INTEGER,
  /// Whole numbers of 32 bits, which is an `int` in Java.
  INTEGER_32,
  NUMBER,
  JSON;

  static final double MAX_INTEGER = 0x1p53 - 1;

  /// Whether it reads this value of a flag of this type; where it does not, the answer is TYPE_MISMATCH.
  public boolean reads(FlagType type, Value value) {
    return switch (this) {
      case BOOLEAN -> type == FlagType.BOOLEAN;
      case STRING -> type == FlagType.STRING;
      case INTEGER -> isNumeric(type) && isWhole(value, -MAX_INTEGER, MAX_INTEGER);
      case INTEGER_32 -> isNumeric(type) && isWhole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case NUMBER -> isNumeric(type);
      case JSON -> type == FlagType.JSON;
    };
  }

  private static boolean isNumeric(FlagType type) {
    return type == FlagType.INTEGER || type == FlagType.NUMBER;
  }

  private static boolean isWhole(Value value, double min, double max) {
    return value instanceof NumberValue number
        && number.value() >= min
        && number.value() <= max
        && number.value() == Math.rint(number.value());
  }
}
