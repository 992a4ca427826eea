// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import org.jspecify.annotations.Nullable;

/// A flag that must serve a variation, and what is served instead when it does not.
final class CompiledPrerequisite {

  private final @Nullable CompiledFlag flag;
  private final String variation;
  final Evaluation failed;

  /// @param flag null when it is unknown or archived
  CompiledPrerequisite(@Nullable CompiledFlag flag, String variation, Evaluation failed) {
    this.flag = flag;
    this.variation = variation;
    this.failed = failed;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// A flag that is off never passes, whatever it serves. EVAL-6.1, 6.2
  boolean passes(EvaluationContext context, long at) {
    return flag != null && flag.on && variation.equals(flag.evaluate(context, at).variationKey());
  }
}
