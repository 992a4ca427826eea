// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.compat;

import dev.guidon.evaluation.Compilation;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// Asks every feature's flag about every release and compares each answer with the facts.
///
/// ```
/// java -cp … dev.guidon.sdk.benchmarks.compat.CompatCheck SCRIPT DATA [SAMPLE [SEED]]
/// ```
/// Prints the number of answers, the time they took and the heap that the compiled flags need; exits with 1 when an answer
/// is wrong. `SAMPLE` asks only so many pairs, chosen by `SEED` (printed, so that a run can be repeated).
public final class CompatCheck {

  private static final int SHOWN = 20;

  private final Facts facts;
  private final FlagSnapshot snapshot;
  private final EvaluationContext[] contexts;
  private long asked;
  private long wrong;

  private CompatCheck(Facts facts, FlagSnapshot snapshot) {
    this.facts = facts;
    this.snapshot = snapshot;
    this.contexts =
        facts.releases().stream().map(Release::context).toArray(EvaluationContext[]::new);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 2 || arguments.length > 4) {
      System.err.println("usage: CompatCheck SCRIPT DATA [SAMPLE [SEED]]");
      System.exit(2);
    }
    Facts facts = Facts.of(Path.of(arguments[0]), Path.of(arguments[1]));
    var environment =
        new EnvironmentDefinition(
            facts.features().stream().map(Feature::flag).toList(),
            facts.features().stream().map(Feature::targeting).toList(),
            List.of());

    long before = usedHeap();
    long start = System.nanoTime();
    Compilation compilation = FlagSnapshot.compile(environment);
    double compileMillis = millisSince(start);
    long heap = usedHeap() - before;
    if (!compilation.problems().isEmpty()) {
      compilation.problems().stream().limit(SHOWN).forEach(System.out::println);
      System.out.println(compilation.problems().size() + " problems");
      System.exit(1);
    }
    System.out.printf(
        "%,d flags compiled in %.0f ms; the snapshot holds %.1f MiB beyond its definitions%n",
        facts.features().size(), compileMillis, heap / 1048576.0);

    var check = new CompatCheck(facts, compilation.snapshot());
    start = System.nanoTime();
    if (arguments.length > 2) {
      long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : System.nanoTime();
      System.out.println("seed " + seed);
      check.sample(Long.parseLong(arguments[2]), new Random(seed));
    } else {
      check.everything();
    }
    System.out.printf(
        "%,d answers compared in %.1f s: %,d wrong%n",
        check.asked, millisSince(start) / 1000, check.wrong);
    if (arguments.length == 2) {
      check.time();
    }
    System.exit(check.wrong == 0 ? 0 : 1);
  }

  private void everything() {
    for (Feature feature : facts.features()) {
      for (int release = 0; release < contexts.length; release++) {
        compare(feature, release);
      }
    }
  }

  private void sample(long count, Random random) {
    for (long i = 0; i < count; i++) {
      Feature feature = facts.features().get(random.nextInt(facts.features().size()));
      compare(feature, random.nextInt(contexts.length));
    }
  }

  private void compare(Feature feature, int release) {
    asked++;
    boolean expected = feature.isIn(facts.releases().get(release));
    Evaluation evaluation = snapshot.evaluate(feature.key(), contexts[release], 0);
    if (!(expected ? "on" : "off").equals(evaluation.variationKey()) && wrong++ < SHOWN) {
      System.out.printf(
          "%s for %s: %s (expected: %s)%n",
          feature.key(), facts.releases().get(release), evaluation, expected ? "on" : "off");
    }
  }

  /// How long the answers alone take, without comparing.
  private void time() {
    String[] keys = facts.features().stream().map(Feature::key).toArray(String[]::new);
    long start = System.nanoTime();
    long on = 0;
    for (String key : keys) {
      for (EvaluationContext context : contexts) {
        if ("on".equals(snapshot.evaluate(key, context, 0).variationKey())) {
          on++;
        }
      }
    }
    double millis = millisSince(start);
    long answers = (long) keys.length * contexts.length;
    System.out.printf(
        "%,d answers alone in %.1f s, %.0f ns each (%,d on)%n",
        answers, millis / 1000, millis * 1e6 / answers, on);
  }

  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < 3; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }
}
