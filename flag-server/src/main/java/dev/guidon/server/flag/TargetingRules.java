// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.server.change.Change;
import dev.guidon.server.change.ProjectScope;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.limits.ClauseLimits;
import dev.guidon.server.limits.Limits;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.JsonRecords;
import dev.guidon.server.platform.json.JsonText;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// What targeting must keep to when it is saved, beside what compiling it checks: limits, text, prerequisites that exist.
@Singleton
final class TargetingRules {

  private final Limits limits;

  TargetingRules(Limits limits) {
    this.limits = limits;
  }

  void check(Change change, ProjectScope project, FlagTargeting targeting) {
    var faults = new Faults();
    checkLimits(targeting, faults);
    for (int i = 0; i < targeting.prerequisites().size(); i++) {
      checkPrerequisite(
          change, project, targeting.prerequisites().get(i), "/prerequisites/" + i, faults);
    }
    faults.refuseIfAny("definition-refused");
  }

  private void checkLimits(FlagTargeting targeting, Faults faults) {
    faults.requireAtMost("/rules", "rules", targeting.rules().size(), limits.rules());
    var clauses = new ClauseLimits(limits, faults);
    for (int i = 0; i < targeting.rules().size(); i++) {
      FlagRule rule = targeting.rules().get(i);
      String at = "/rules/" + i;
      faults.requireText(at + "/name", rule.name(), 200);
      if (rule.id() != null) {
        faults.requireKey(at + "/id", rule.id());
      }
      clauses.check(rule.clauses(), at);
    }
    clauses.checkTogether();
    faults.requireAtMost(
        "",
        "bytes",
        JsonText.write(JsonRecords.write(targeting)).getBytes(UTF_8).length,
        limits.flagSize());
  }

  /// At run time an unknown prerequisite fails; here it is a slip.
  private static void checkPrerequisite(
      Change change, ProjectScope project, Prerequisite prerequisite, String at, Faults faults) {
    if (prerequisite.flag() == null || prerequisite.variation() == null) {
      return; // compiling says so
    }
    Optional<Versioned<Flag>> required = change.find(Flag.TYPE.in(project, prerequisite.flag()));
    if (required.isEmpty() || required.get().content().archived()) {
      faults.add(
          at + "/flag",
          "unknown-flag",
          prerequisite.flag() + " (expected: a flag of this project that is not archived)");
      return;
    }
    List<String> variations = required.get().content().variationKeys();
    if (!variations.contains(prerequisite.variation())) {
      faults.add(
          at + "/variation",
          "unknown-variation",
          prerequisite.variation() + " (expected: one of " + String.join(", ", variations) + ")");
    }
  }
}
