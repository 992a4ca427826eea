// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.clause;
import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.ignoringCase;
import static dev.guidon.evaluation.Definitions.inSegment;
import static dev.guidon.evaluation.Definitions.ofKind;
import static dev.guidon.evaluation.Definitions.partlyOn;
import static dev.guidon.evaluation.Definitions.segment;
import static dev.guidon.evaluation.Definitions.share;
import static dev.guidon.evaluation.Definitions.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import dev.guidon.evaluation.Definitions.FlagBuilder;
import dev.guidon.evaluation.Definitions.SegmentBuilder;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.evaluation.definition.TargetingRule;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A warm evaluation allocates nothing, by the thread's own count of bytes.
class EvaluationAllocationTest {

  private static final int CALLS = 10_000;

  /// The first ones warm up.
  private static final int MEASUREMENTS = 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final EvaluationContext CONTEXT =
      EvaluationContext.builder("ann")
          .set("plan", "Pro")
          .set("email", "Ann@Example.com")
          .set("country", "DE")
          .set("seats", 12)
          .set("staff", true)
          .set("version", "v2.10.1-rc.1+build.7")
          .set("address", "2001:db8::192.168.1.77")
          .set("ip", "10.1.2.3")
          .set("since", "2026-01-01T12:30:00.5+01:00")
          .set("born", 1.5e12)
          .set("seen", Instant.EPOCH)
          .set("tags", List.of("a", "b", "c"))
          .set("city", Value.of(Map.of("name", Value.of("Köln"))))
          .kind("organization", "acme")
          .set("seats", 40)
          .build();

  static Stream<Arguments> paths() {
    return Stream.of(
        arguments("off", on(flag("f").off()), "off"),
        arguments("on", on(flag("f")), "on"),
        arguments("unknown", on(flag("g")), null),
        arguments("five rules of two clauses", on(fiveRulesOfTwoClauses()), "on"),
        arguments("rollout of 5 %", on(flag("f").serves(partlyOn("salt", 5_000))), "off"),
        arguments("rule and rollout", on(ruleAndRollout()), "off"),
        arguments("rule with share", on(ruleWithShare()), "on"),
        arguments("segment of 10,000", on(of(inSegment("many")), many(10_000)), "on"),
        arguments("segment with ends", on(of(inSegment("ending")), ending()), "on"),
        arguments("prerequisites", on(requiring(), flag("a"), flag("b").requires("a", "on")), "on"),
        arguments("failed prerequisite", on(requiring()), "off"),
        arguments("targets", on(targets()), "on"),
        arguments("in, one text", on(of(clause("country", "in", "DE"))), "on"),
        arguments("in, texts", on(of(clause("country", "in", "FR", "DE", "IT"))), "on"),
        arguments("in, numbers", on(of(clause("seats", "in", 1, 12, true))), "on"),
        arguments("in, list", on(of(clause("tags", "in", "c", "d"))), "on"),
        arguments("in, path", on(of(clause("/city/name", "in", "Köln"))), "on"),
        arguments("startsWith", on(of(clause("email", "startsWith", "Bob", "Ann"))), "on"),
        arguments("endsWith", on(of(clause("email", "endsWith", "@Example.com"))), "on"),
        arguments("contains", on(of(clause("email", "contains", "@Exam"))), "on"),
        arguments(
            "case-insensitive in", on(of(ignoringCase(clause("plan", "in", "PRO", "x")))), "on"),
        arguments(
            "case-insensitive text",
            on(of(ignoringCase(clause("email", "contains", "@EXAMPLE")))),
            "on"),
        arguments("numbers", on(of(clause("seats", "greaterThanOrEqual", 12))), "on"),
        arguments(
            "other kind", on(of(ofKind("organization", clause("seats", "lessThan", 41)))), "on"),
        arguments("inCidr", on(of(clause("ip", "inCidr", "192.168.0.0/16", "10.0.0.0/8"))), "on"),
        arguments(
            "inCidr, IPv6", on(of(clause("address", "inCidr", "::1", "2001:db8::/32"))), "on"),
        arguments("versions", on(of(clause("version", "semVerGreaterThan", "2.10.1-rc.0"))), "on"),
        arguments(
            "equal versions", on(of(clause("version", "semVerEqual", "1", "2.10.1-rc.1"))), "on"),
        arguments(
            "instants as text", on(of(clause("since", "after", "2025-12-31T23:59:59Z"))), "on"),
        arguments(
            "instants as numbers", on(of(clause("born", "before", "2030-01-01T00:00:00Z"))), "on"),
        arguments("instants", on(of(clause("seen", "before", "2030-01-01T00:00:00Z"))), "on"),
        arguments("time", on(of(clause("$now", "after", "1970-01-01T00:00:00Z"))), "on"),
        arguments("exists", on(of(clause("plan", "exists"))), "on"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("paths")
  void evaluationAllocatesNothing(String name, FlagSnapshot snapshot, String expected) {
    assertThat(snapshot.evaluate("f", CONTEXT, 1).variationKey()).isEqualTo(expected);

    assertThat(bytesOf(() -> snapshot.evaluate("f", CONTEXT, 1))).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("paths")
  void typedGetterAllocatesNothing(String name, FlagSnapshot snapshot, String expected) {
    assertThat(snapshot.evaluate("f", Getter.BOOLEAN, CONTEXT, 1).variationKey())
        .isEqualTo(expected);

    assertThat(bytesOf(() -> snapshot.evaluate("f", Getter.BOOLEAN, CONTEXT, 1))).isZero();
    assertThat(bytesOf(() -> snapshot.evaluate("f", Getter.INTEGER_32, CONTEXT, 1))).isZero();
  }

  @Test
  void whatIsAllocatedIsCounted() {
    assertThat(bytesOf(() -> EvaluationContext.of("ann"))).isGreaterThanOrEqualTo(16L * CALLS);
  }

  private interface Call {
    Object result();
  }

  /// The fewest bytes that so many warm calls have allocated.
  private static long bytesOf(Call call) {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < MEASUREMENTS && fewest > 0; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int j = 0; j < CALLS; j++) {
        sink = call.result();
      }
      fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return fewest;
  }

  /// Keeps results alive, so that no allocation is optimised away.
  static volatile Object sink;

  private static FlagSnapshot on(Definitions.Part... parts) {
    return snapshotOf(parts);
  }

  /// Serves `on` when the clause matches.
  private static FlagBuilder of(Clause clause) {
    return flag("f").serves("off").rule("r", "on", clause);
  }

  private static FlagBuilder fiveRulesOfTwoClauses() {
    FlagBuilder flag = flag("f").serves("off");
    for (int i = 0; i < 4; i++) {
      flag.rule(
          "no-" + i, "off", clause("country", "in", "DE", "FR"), clause("plan", "in", "none"));
    }
    return flag.rule("yes", "on", clause("country", "in", "DE"), clause("seats", "lessThan", 20));
  }

  private static FlagBuilder ruleAndRollout() {
    return flag("f")
        .rule("no", "on", clause("country", "in", "FR"))
        .rule(
            new TargetingRule(
                "r", List.of(clause("country", "in", "DE")), null, partlyOn("salt", 5_000)));
  }

  private static FlagBuilder ruleWithShare() {
    return flag("f")
        .serves("off")
        .rule(new TargetingRule("r", List.of(), share("s", 100_000), new FixedVariation("on")));
  }

  private static FlagBuilder requiring() {
    return flag("f").requires("a", "on").requires("b", "on");
  }

  private static FlagBuilder targets() {
    return flag("f")
        .serves("off")
        .target("off", "bob", "cid")
        .target(new Target("organization", List.of("globex", "acme"), "on"));
  }

  private static SegmentBuilder many(int members) {
    return segment("many")
        .includes(IntStream.range(0, members).mapToObj(i -> "user-" + i).toArray(String[]::new))
        .includes("ann");
  }

  private static SegmentBuilder ending() {
    return segment("ending")
        .includes(new SegmentMember(null, "ann", Value.of("2030-01-01T00:00:00Z")));
  }
}
