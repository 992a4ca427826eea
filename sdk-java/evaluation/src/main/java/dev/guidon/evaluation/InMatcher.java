// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.StringValue;
import java.util.Arrays;

/// `in`: equal to one of the values. EVAL-11.1 to 11.4
final class InMatcher extends AttributeMatcher {

  private final TextSet texts;
  private final double[] numbers;
  private final boolean hasTrue;
  private final boolean hasFalse;

  /// @param numbers sorted, without −0
  InMatcher(
      AttributeReference attribute,
      boolean negate,
      TextSet texts,
      double[] numbers,
      boolean hasTrue,
      boolean hasFalse) {
    super(attribute, negate);
    this.texts = texts;
    this.numbers = numbers;
    this.hasTrue = hasTrue;
    this.hasFalse = hasFalse;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  @Override
  boolean test(Value element) {
    if (element instanceof StringValue text) {
      return texts.contains(text.value());
    }
    if (element instanceof NumberValue number) {
      // Adding 0 makes −0 into 0. The search finds NaN, but no value is NaN.
      return Arrays.binarySearch(numbers, number.value() + 0.0) >= 0;
    }
    if (element instanceof BooleanValue truth) {
      return truth.value() ? hasTrue : hasFalse;
    }
    return false;
  }

  /// `in` where all values are text, as nearly always.
  static final class OfText extends AttributeMatcher {

    private final TextSet texts;

    OfText(AttributeReference attribute, boolean negate, TextSet texts) {
      super(attribute, negate);
      this.texts = texts;
    }

    // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
    // docs/design-notes.md#hot-path
    @Override
    boolean test(Value element) {
      return element instanceof StringValue text && texts.contains(text.value());
    }
  }

  /// `in` where the only value is one text.
  static final class OneText extends AttributeMatcher {

    private final String text;

    OneText(AttributeReference attribute, boolean negate, String text) {
      super(attribute, negate);
      this.text = text;
    }

    // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
    // docs/design-notes.md#hot-path
    @Override
    boolean test(Value element) {
      return element instanceof StringValue other && text.equals(other.value());
    }
  }
}
