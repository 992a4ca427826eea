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
    for (SemVer bound : bounds) {
      if (comparison.holds(bound.order(text.value()))) {
        return true;
      }
    }
    return false;
  }
}
