// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// Evaluations and reasons that all flags share.
final class Evaluations {

  /// Off, without an off variation.
  static final Evaluation OFF = new Evaluation(null, null, new Reason.Off());

  static final Reason TARGET_MATCH = new Reason.TargetMatch();

  private static final Reason STATIC = new Reason.Fallthrough(false, false);
  private static final Reason CONDITIONAL = new Reason.Fallthrough(false, true);
  private static final Reason SPLIT = new Reason.Fallthrough(true, false);
  private static final Reason CONDITIONAL_SPLIT = new Reason.Fallthrough(true, true);

  private Evaluations() {}

  static Reason fallthrough(boolean rollout, boolean conditional) {
    if (rollout) {
      return conditional ? CONDITIONAL_SPLIT : SPLIT;
    }
    return conditional ? CONDITIONAL : STATIC;
  }
}
