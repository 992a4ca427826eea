// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.ListValue;
import java.util.List;

/// A clause that compares an attribute: what all operators have in common.
abstract class AttributeMatcher extends ClauseMatcher {

  private final AttributeReference attribute;
  final boolean negate;

  AttributeMatcher(AttributeReference attribute, boolean negate) {
    this.attribute = attribute;
    this.negate = negate;
  }

  /// Whether one element of the attribute satisfies the operator; false when it is of a type that the operator does not read.
  abstract boolean test(Value element);

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  @Override
  final boolean matches(EvaluationContext context, long at) {
    return matches(context);
  }

  final boolean matches(EvaluationContext context) {
    Value value = attribute.read(context);
    if (value == null) {
      // Not knowing is no match, negated or not. EVAL-10.1
      return false;
    }
    boolean answer = value instanceof ListValue list ? testAny(list.elements()) : test(value);
    return answer != negate;
  }

  private boolean testAny(List<Value> elements) {
    for (int i = 0; i < elements.size(); i++) {
      if (test(elements.get(i))) {
        return true;
      }
    }
    return false;
  }
}
