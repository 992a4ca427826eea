// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.InstantValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.StringValue;

/// `before` and `after`. EVAL-14
final class InstantMatcher extends AttributeMatcher {

  private final Comparison comparison;
  private final Timestamp bound;

  InstantMatcher(
      AttributeReference attribute, boolean negate, Comparison comparison, Timestamp bound) {
    super(attribute, negate);
    this.comparison = comparison;
    this.bound = bound;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  @Override
  boolean test(Value element) {
    if (element instanceof StringValue text) {
      return comparison.holds(bound.order(text.value()));
    }
    if (element instanceof NumberValue number) {
      return comparison.holds(bound.order(number.value()));
    }
    return element instanceof InstantValue instant
        && comparison.holds(bound.order(instant.value()));
  }

  /// The same comparison with the time of the evaluation as its only element.
  ClauseMatcher onTime() {
    return new OnTime(this);
  }

  /// The first whole epoch millisecond at which the answer for the time differs from the one before.
  long turningPoint() {
    return comparison == Comparison.BELOW ? bound.firstMillisNotBefore() : bound.firstMillisAfter();
  }

  private static final class OnTime extends ClauseMatcher {

    private final InstantMatcher matcher;

    OnTime(InstantMatcher matcher) {
      this.matcher = matcher;
    }

    // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
    // docs/design-notes.md#hot-path
    @Override
    boolean matches(EvaluationContext context, long at) {
      return matcher.comparison.holds(matcher.bound.order(at)) != matcher.negate;
    }
  }
}
