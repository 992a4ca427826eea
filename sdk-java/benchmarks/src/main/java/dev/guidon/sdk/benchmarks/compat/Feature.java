// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.compat;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.evaluation.definition.Operator;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A feature of the web, and from which release up to which each browser has it.
record Feature(String key, Map<String, List<Range>> support) {

  /// From one version up to, but not including, another; null: it still has it.
  record Range(BrowserVersion from, @Nullable BrowserVersion to) {

    boolean holds(BrowserVersion version) {
      return !version.isBefore(from) && (to == null || version.isBefore(to));
    }
  }

  /// What the facts say.
  boolean isIn(Release release) {
    for (Range range : support.getOrDefault(release.browser(), List.of())) {
      if (range.holds(release.version())) {
        return true;
      }
    }
    return false;
  }

  FlagDefinition flag() {
    return new FlagDefinition(
        key,
        FlagType.BOOLEAN.label(),
        List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE)),
        false);
  }

  /// The same facts as rules: one for each range.
  Targeting targeting() {
    List<TargetingRule> rules = new ArrayList<>();
    support.forEach((browser, ranges) -> {
      for (Range range : ranges) {
        rules.add(
            new TargetingRule(
                "r" + rules.size(), clauses(browser, range), null, new FixedVariation("on")));
      }
    });
    return new Targeting(key, true, "off", List.of(), List.of(), rules, new FixedVariation("off"));
  }

  private static List<Clause> clauses(String browser, Range range) {
    List<Clause> clauses = new ArrayList<>();
    clauses.add(clause("browser", Operator.IN, browser));
    clauses.add(clause("version", Operator.SEM_VER_GREATER_THAN_OR_EQUAL, range.from.toString()));
    if (range.to != null) {
      clauses.add(clause("version", Operator.SEM_VER_LESS_THAN, range.to.toString()));
    }
    return clauses;
  }

  private static Clause clause(String attribute, Operator operator, String value) {
    return new Clause(
        null, attribute, operator.label(), List.of(Value.of(value)), false, false, null);
  }
}
