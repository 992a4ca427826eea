// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.StringValue;

/// Targeting keys of one kind, and what they are served.
final class CompiledTarget {

  private final AttributeReference key;
  private final TextSet keys;
  final Evaluation served;

  CompiledTarget(AttributeReference key, TextSet keys, Evaluation served) {
    this.key = key;
    this.keys = keys;
    this.served = served;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  boolean holds(EvaluationContext context) {
    return key.read(context) instanceof StringValue text && keys.contains(text.value());
  }
}
