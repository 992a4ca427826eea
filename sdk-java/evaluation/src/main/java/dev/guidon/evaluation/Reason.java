// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// Why an evaluation came out as it did.
public sealed interface Reason {

  /// The name of the case, as written over REST and in conformance cases.
  String kind();

  /// OpenFeature's reason for it. (The wires of OFREP and flagd replace `DISABLED` where a value is served.)
  String openFeatureReason();

  /// The flag is off in this environment.
  record Off() implements Reason {
    @Override
    public String kind() {
      return "OFF";
    }

    @Override
    public String openFeatureReason() {
      return "DISABLED";
    }
  }

  /// A target lists the context's targeting key.
  record TargetMatch() implements Reason {
    @Override
    public String kind() {
      return "TARGET_MATCH";
    }

    @Override
    public String openFeatureReason() {
      return "TARGETING_MATCH";
    }
  }

  /// A targeting rule matched.
  ///
  /// @param rollout whether the rule serves a rollout rather than one variation
  record RuleMatch(String ruleId, boolean rollout) implements Reason {
    @Override
    public String kind() {
      return "RULE_MATCH";
    }

    @Override
    public String openFeatureReason() {
      return rollout ? "SPLIT" : "TARGETING_MATCH";
    }
  }

  /// The flag is on, and nothing matched.
  ///
  /// @param rollout whether the fallthrough is a rollout rather than one variation
  /// @param conditional whether the flag has targets, rules or prerequisites at all
  record Fallthrough(boolean rollout, boolean conditional) implements Reason {
    @Override
    public String kind() {
      return "FALLTHROUGH";
    }

    @Override
    public String openFeatureReason() {
      if (rollout) {
        return "SPLIT";
      }
      return conditional ? "DEFAULT" : "STATIC";
    }
  }

  /// The prerequisite `flagKey` did not serve the variation that was required.
  record PrerequisiteFailed(String flagKey) implements Reason {
    @Override
    public String kind() {
      return "PREREQUISITE_FAILED";
    }

    @Override
    public String openFeatureReason() {
      return "DEFAULT";
    }
  }

  /// Nothing could be decided.
  record EvaluationError(ErrorKind error) implements Reason {
    @Override
    public String kind() {
      return "ERROR";
    }

    @Override
    public String openFeatureReason() {
      return "ERROR";
    }
  }
}
