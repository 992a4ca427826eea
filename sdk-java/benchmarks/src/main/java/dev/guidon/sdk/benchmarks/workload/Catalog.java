// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.workload;

import static dev.guidon.sdk.benchmarks.workload.Condition.above;
import static dev.guidon.sdk.benchmarks.workload.Condition.in;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// All that an engine holds: flags, and the members of the one segment.
public record Catalog(List<Flag> flags, List<String> members) {

  public Catalog {
    flags = List.copyOf(flags);
    members = List.copyOf(members);
  }

  /// The flags of all workloads among others, so many in all.
  public static Catalog ofWorkloads(int flagCount) {
    List<Flag> flags = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      Flag flag = workload.flag();
      if (flag != null) {
        flags.add(flag);
      }
    }
    for (int i = flags.size(); i < flagCount; i++) {
      flags.add(other(i));
    }
    return new Catalog(flags, Workload.everyOtherKey(Workload.MEMBERS));
  }

  /// A typical flag: a rule by country, and a rollout for all others.
  private static Flag other(int number) {
    Rule rule = Rule.everybody(in("country", "DE", "FR", "NL", "AT", "CH"));
    return new Flag("flag-" + number, true, null, List.of(), List.of(rule), 5);
  }

  /// Flags of ten rules of two clauses each, every other rule a rollout.
  public static Catalog ofTenRules(int flagCount) {
    Stream<Flag> flags =
        IntStream.range(0, flagCount)
            .mapToObj(flag ->
                Flag.ruled(
                    "ten-rules-" + flag,
                    IntStream.range(0, 10)
                        .mapToObj(rule -> tenth(flag, rule))
                        .toArray(Rule[]::new)));
    return new Catalog(flags.toList(), List.of());
  }

  private static Rule tenth(int flag, int rule) {
    String first = User.COUNTRIES.get((flag + rule) % User.COUNTRIES.size());
    return Rule.some(
        rule % 2 == 0 ? 100 : 20,
        in("country", first, "XX", "YY"),
        above("version", "2." + (flag + rule) % 50 + ".0"));
  }
}
