// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.StringValue;

/// `semVerEqual`, `semVerLessThan` and the like. EVAL-15
final class VersionMatcher extends AttributeMatcher {

  private final Comparison comparison;
  private final SemVer[] bounds;

  VersionMatcher(
      AttributeReference attribute, boolean negate, Comparison comparison, SemVer[] bounds) {
    super(attribute, negate);
    this.comparison = comparison;
    this.bounds = bounds;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  @Override
  boolean test(Value element) {
    if (!(element instanceof StringValue text)) {
      return false;
    }
    return bounds.length == 1
        ? comparison.holds(bounds[0].order(text.value()))
        : isOneOf(text.value());
  }

  /// Only for equality there are several bounds.
  private boolean isOneOf(String text) {
    int low = 0;
    int high = bounds.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = bounds[middle].order(text);
      if (order == 0 || order == Comparison.NO_ORDER) {
        return order == 0;
      }
      if (order < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return false;
  }
}
