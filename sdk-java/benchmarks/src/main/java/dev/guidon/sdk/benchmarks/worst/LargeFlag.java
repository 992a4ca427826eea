// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.worst;

import dev.guidon.evaluation.Compilation;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.Serve;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// A flag as large as saving allows: 200 rules of 50 clauses, 1,000 values a clause, 512 KiB in all. No rule ever matches, so
/// that everything in it is looked at.
///
/// @param what of it is large
record LargeFlag(String what, FlagSnapshot snapshot) {

  /// The key of the flag to ask.
  static final String KEY = "large";

  private static final int RULES = 200;
  private static final int CLAUSES = 50;
  private static final int VALUES = 1_000;
  private static final int TEXT_PARTS = 10_000;
  private static final int BYTES = 512 * 1024;

  /// What a value takes in JSON beside its text: two quotes and a comma.
  private static final int AROUND_VALUE = 3;

  private static final FixedVariation ON = new FixedVariation("on");
  private static final FixedVariation OFF = new FixedVariation("off");

  static List<LargeFlag> all() {
    return List.of(
        of("200 rules of 50 clauses", targeting(rulesOfManyClauses(), OFF)),
        of("200 rules with a share each", targeting(rulesWithShares(), OFF)),
        ofValues("in", false, i -> "user-" + i),
        ofValues("in", true, i -> "User-" + i),
        ofTextParts("startsWith", false, i -> "a" + i),
        ofTextParts("endsWith", false, i -> i + "z"),
        ofTextParts("contains", false, i -> "a" + i),
        ofTextParts("contains", true, i -> "A" + i),
        ofValues("inCidr", false, i -> "10.%d.%d.0/24".formatted(i >> 8 & 0xff, i & 0xff)),
        ofValues("semVerEqual", false, i -> "1." + i),
        of("rollout of 1,000 ranges", targeting(List.of(), ranges(1_000))),
        requiring(999));
  }

  private static LargeFlag of(String what, Targeting targeting) {
    return of(what, List.of(flag(KEY)), List.of(targeting));
  }

  private static LargeFlag of(String what, List<FlagDefinition> flags, List<Targeting> targetings) {
    Compilation compilation =
        FlagSnapshot.compile(new EnvironmentDefinition(flags, targetings, List.of()));
    if (!compilation.problems().isEmpty()) {
      throw new IllegalStateException(compilation.problems().get(0).toString());
    }
    return new LargeFlag(what, compilation.snapshot());
  }

  private static LargeFlag ofTextParts(
      String operator, boolean caseInsensitive, IntFunction<String> values) {
    return ofValues(operator, caseInsensitive, TEXT_PARTS, values);
  }

  private static LargeFlag ofValues(
      String operator, boolean caseInsensitive, IntFunction<String> values) {
    return ofValues(operator, caseInsensitive, Integer.MAX_VALUE, values);
  }

  /// One clause a rule, each with as many values as it may have, until there are enough or the flag is full.
  private static LargeFlag ofValues(
      String operator, boolean caseInsensitive, int most, IntFunction<String> values) {
    List<TargetingRule> rules = new ArrayList<>();
    int bytes = 0;
    int made = 0;
    while (rules.size() < RULES && bytes < BYTES && made < most) {
      List<Value> ofClause = new ArrayList<>();
      while (ofClause.size() < VALUES && bytes < BYTES) {
        String value = values.apply(made++);
        bytes += value.length() + AROUND_VALUE;
        ofClause.add(Value.of(value));
      }
      Clause clause = new Clause(null, "text", operator, ofClause, false, caseInsensitive, null);
      rules.add(new TargetingRule("rule-" + rules.size(), List.of(clause), null, ON));
    }
    String what =
        "%,d values of %s%s".formatted(made, operator, caseInsensitive ? ", ignoring case" : "");
    return of(what, targeting(rules, OFF));
  }

  /// All clauses of a rule match but the last.
  private static List<TargetingRule> rulesOfManyClauses() {
    Clause matching = new Clause(null, "text", "exists", List.of(), false, false, null);
    Clause last = new Clause(null, "text", "in", List.of(Value.of("none")), false, false, null);
    List<Clause> clauses = new ArrayList<>(Collections.nCopies(CLAUSES - 1, matching));
    clauses.add(last);
    return IntStream.range(0, RULES)
        .mapToObj(i -> new TargetingRule("rule-" + i, clauses, null, ON))
        .toList();
  }

  private static List<TargetingRule> rulesWithShares() {
    return IntStream.range(0, RULES)
        .mapToObj(i -> {
          var nobody = new Share(null, List.of("text"), "salt-" + i, "murmur3", 0);
          return new TargetingRule("rule-" + i, List.of(), nobody, ON);
        })
        .toList();
  }

  private static Rollout ranges(int count) {
    int width = 100_000 / count;
    List<BucketRange> ranges =
        IntStream.range(0, count)
            .mapToObj(i -> new BucketRange(i % 2 == 0 ? "on" : "off", i * width, (i + 1) * width))
            .toList();
    return new Rollout(null, List.of("text"), "salt", "murmur3", new Allocation(ranges));
  }

  /// As many visits as are allowed, each to a flag that buckets.
  private static LargeFlag requiring(int times) {
    List<Prerequisite> prerequisites =
        Collections.nCopies(times, new Prerequisite("required", "on"));
    Rollout all =
        new Rollout(
            null,
            List.of("text"),
            "salt",
            "murmur3",
            new Allocation(List.of(new BucketRange("on", 0, 100_000))));
    return of(
        "prerequisites of 1,000 visits",
        List.of(flag(KEY), flag("required")),
        List.of(
            new Targeting(KEY, true, "off", prerequisites, List.of(), List.of(), OFF),
            new Targeting("required", true, "off", List.of(), List.of(), List.of(), all)));
  }

  private static FlagDefinition flag(String key) {
    return new FlagDefinition(
        key,
        "boolean",
        List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE)),
        false);
  }

  private static Targeting targeting(List<TargetingRule> rules, Serve fallthrough) {
    return new Targeting(KEY, true, "off", List.of(), List.of(), rules, fallthrough);
  }
}
