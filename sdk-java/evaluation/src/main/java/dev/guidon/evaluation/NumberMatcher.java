// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.NumberValue;

/// `lessThan`, `greaterThan` and the like. EVAL-13
final class NumberMatcher extends AttributeMatcher {

  private final Comparison comparison;
  private final double bound;

  NumberMatcher(AttributeReference attribute, boolean negate, Comparison comparison, double bound) {
    super(attribute, negate);
    this.comparison = comparison;
    this.bound = bound;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  @Override
  boolean test(Value element) {
    return element instanceof NumberValue number
        && Double.isFinite(number.value())
        && comparison.holds(order(number.value(), bound));
  }

  /// Unlike Double.compare this takes −0 for 0.
  private static int order(double a, double b) {
    if (a < b) {
      return -1;
    }
    return a > b ? 1 : 0;
  }
}
