// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.server.platform.Faults;

/// How large a clause may be when it is saved, in targeting and in segments alike.
public final class ClauseLimits {

  private static final int MAX_VALUES = 1_000;
  private static final int MAX_PATTERN = 512;

  private ClauseLimits() {}

  public static void check(Clause clause, String at, Faults faults) {
    faults.requireAtMost(at + "/values", "values", clause.values().size(), MAX_VALUES);
    if (!"matches".equals(clause.operator())) {
      return;
    }
    for (int i = 0; i < clause.values().size(); i++) {
      if (clause.values().get(i) instanceof Value.StringValue(String pattern)) {
        faults.requireAtMost(
            at + "/values/" + i, "characters of a pattern", pattern.length(), MAX_PATTERN);
      }
    }
  }
}
