// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.worst;

import dev.guidon.evaluation.Compilation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import java.util.List;

/// Prints how long `matches` takes with patterns that engines which backtrack never finish, and with the longest that may be saved,
/// each on the text of 1 KiB that takes longest.
///
/// ```
/// java -cp … dev.guidon.sdk.benchmarks.worst.SlowestPattern
/// ```
/// A text counts with the best of several calls, since what the machine does beside is none of the engine's doing.
public final class SlowestPattern {

  private static final int CALLS = 7;
  private static final long WARM_UP_NANOS = 300_000_000;
  private static final int SHOWN = 50;

  private static final List<String> PATTERNS =
      List.of(
          // Exponential where one backtracks.
          "^(a+)+$",
          "^(a*)*$",
          "^(a|a)*$",
          "^(a|aa)+$",
          "^([a-zA-Z]+)*$",
          "^(([a-z])+.)+[A-Z]([a-z])+$",
          "^(.*a){20}$",
          "(x+x+)+y",
          "^((ab)*)*$",
          "(\\w+\\s*)+!$",
          "^(\\d+)*$",
          "((a?){30}a{30})$",
          "^([\\s\\S]*)*\\z",
          "(.*)*=(.*)*",
          // Polynomial.
          "\\s+$",
          ".*.*.*=.*",
          "^\\s*|\\s*$",
          "a*a*a*a*a*a*b",
          "(.*),(.*),(.*),(.*),(.*)x",
          // From advisories and widely copied.
          "^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$",
          "^(?:(?:\\+|00)?\\d{1,3}[\\s.-]?)*\\d+$",
          "<(\\w+)(\\s+\\w+=\"[^\"]*\")*\\s*/?>",
          "(?:.*?,){11}P",
          "^(https?://)?([\\da-z.-]+)\\.([a-z.]{2,6})([/\\w .-]*)*/?$",
          "(?i)(select|union|insert)(.*)(from|into)(.*)+",
          // As long as may be saved, written out.
          "(a?){40}a{40}",
          "(a|b|ab){28}",
          "a{100}a{99}b",
          "([\\pL\\pN]?){50}",
          "(.?){50}");

  private static final List<String> TEXTS =
      List.of(
          "a".repeat(1_023) + "!",
          "a".repeat(1_024),
          "ab".repeat(512),
          " ".repeat(1_023) + "x",
          ",".repeat(1_024),
          "0".repeat(1_023) + "x",
          "<a" + " a=\"\"".repeat(200),
          "a.".repeat(512),
          "é".repeat(511) + "!");

  private SlowestPattern() {}

  public static void main(String[] arguments) {
    for (String pattern : PATTERNS) {
      FlagSnapshot snapshot = flagWith(pattern);
      long end = System.nanoTime() + WARM_UP_NANOS;
      while (System.nanoTime() < end) {
        slowest(snapshot);
      }
      System.out.printf("%8.2f ms  %s%n", slowest(snapshot) / 1e6, shortened(pattern));
    }
  }

  /// The nanoseconds of the text that takes longest.
  private static long slowest(FlagSnapshot snapshot) {
    long slowest = 0;
    for (String text : TEXTS) {
      EvaluationContext context = EvaluationContext.builder("ann").set("text", text).build();
      long best = Long.MAX_VALUE;
      for (int call = 0; call < CALLS; call++) {
        long start = System.nanoTime();
        if (snapshot.evaluate("flag", context, 0).value() == null) {
          throw new IllegalStateException("no value");
        }
        best = Math.min(best, System.nanoTime() - start);
      }
      slowest = Math.max(slowest, best);
    }
    return slowest;
  }

  private static FlagSnapshot flagWith(String pattern) {
    var clause =
        new Clause(null, "text", "matches", List.of(Value.of(pattern)), false, false, null);
    var rule = new TargetingRule("rule", List.of(clause), null, new FixedVariation("on"));
    var flag =
        new FlagDefinition(
            "flag",
            "boolean",
            List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE)),
            false);
    var targeting =
        new Targeting(
            "flag", true, "off", List.of(), List.of(), List.of(rule), new FixedVariation("off"));
    Compilation compilation =
        FlagSnapshot.compile(
            new EnvironmentDefinition(List.of(flag), List.of(targeting), List.of()));
    if (!compilation.problems().isEmpty()) {
      throw new IllegalStateException(compilation.problems().get(0).toString());
    }
    return compilation.snapshot();
  }

  private static String shortened(String pattern) {
    return pattern.length() <= SHOWN ? pattern : pattern.substring(0, SHOWN) + "…";
  }
}
