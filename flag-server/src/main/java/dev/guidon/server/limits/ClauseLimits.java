// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.limits;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.server.platform.Faults;
import java.util.List;
import java.util.Set;

/// How large clauses may be when they are saved, in targeting and in segments alike.
public final class ClauseLimits {

  private static final int MAX_PATTERN = 512;

  private static final Set<String> LOOK_FOR_PARTS = Set.of("startsWith", "endsWith", "contains");

  private final Limits limits;
  private final Faults faults;
  private int patterns;
  private int textParts;

  /// @param faults takes what is too large
  public ClauseLimits(Limits limits, Faults faults) {
    this.limits = limits;
    this.faults = faults;
  }

  /// Checks the clauses of one rule.
  ///
  /// @param rule where it is
  public void check(List<Clause> clauses, String rule) {
    faults.requireAtMost(rule + "/clauses", "clauses", clauses.size(), limits.clauses());
    for (int i = 0; i < clauses.size(); i++) {
      check(clauses.get(i), rule + "/clauses/" + i);
    }
  }

  /// Checks what holds for the clauses of all rules that were checked.
  public void checkTogether() {
    faults.requireAtMost("/rules", "clauses with matches", patterns, limits.patterns());
    faults.requireAtMost(
        "/rules", "values of startsWith, endsWith and contains", textParts, limits.textParts());
  }

  private void check(Clause clause, String at) {
    faults.requireAtMost(at + "/values", "values", clause.values().size(), limits.values());
    String operator = clause.operator();
    if (operator != null && LOOK_FOR_PARTS.contains(operator)) {
      textParts += clause.values().size();
    }
    if (!"matches".equals(operator)) {
      return;
    }
    patterns++;
    for (int i = 0; i < clause.values().size(); i++) {
      if (clause.values().get(i) instanceof Value.StringValue(String pattern)) {
        checkPattern(pattern, at + "/values/" + i);
      }
    }
  }

  private void checkPattern(String pattern, String at) {
    faults.requireAtMost(at, "characters of a pattern", pattern.length(), MAX_PATTERN);
    if (pattern.length() <= MAX_PATTERN) {
      faults.requireAtMost(
          at,
          "steps, with what is repeated written out,",
          PatternLength.of(pattern),
          limits.patternSteps());
    }
  }
}
