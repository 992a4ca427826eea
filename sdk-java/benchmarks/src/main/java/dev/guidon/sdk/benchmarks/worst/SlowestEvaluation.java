// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.worst;

import dev.guidon.evaluation.EvaluationContext;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Prints how long the largest flags take, by the context that takes longest.
///
/// ```
/// java -cp … dev.guidon.sdk.benchmarks.worst.SlowestEvaluation
/// ```
/// A context counts with the best of several calls, since what the machine does beside is none of the engine's doing. The last column is
/// one call with a text as long as a request to the server may be, which only a caller who means harm sends.
public final class SlowestEvaluation {

  private static final int CONTEXTS = 200;
  private static final int CALLS = 7;
  private static final int ORDINARY_TEXT = 40;
  private static final int LONGEST_TEXT = 64 * 1024;
  private static final long WARM_UP_NANOS = 1_000_000_000;

  private SlowestEvaluation() {}

  public static void main(String[] arguments) {
    System.out.printf("%-45s %15s %15s%n", "flag", "40 characters", "64 KiB");
    var random = new Random(1);
    List<EvaluationContext> ordinary =
        Stream.generate(() -> context(random, random.nextInt(ORDINARY_TEXT + 1)))
            .limit(CONTEXTS)
            .toList();
    List<EvaluationContext> longest = List.of(context(random, LONGEST_TEXT));
    for (LargeFlag flag : LargeFlag.all()) {
      long end = System.nanoTime() + WARM_UP_NANOS;
      while (System.nanoTime() < end) {
        slowest(flag, ordinary, 1);
      }
      System.out.printf(
          "%-45s %12.1f µs %12.1f µs%n",
          flag.what(), slowest(flag, ordinary, CALLS) / 1e3, slowest(flag, longest, 1) / 1e3);
    }
  }

  /// Text that has some of what the flags look for, and also is a version or an address now and then.
  private static EvaluationContext context(Random random, int length) {
    String text =
        switch (length <= ORDINARY_TEXT ? random.nextInt(4) : 3) {
          case 0 -> "1.%d.0-rc.%d".formatted(random.nextInt(100_000), random.nextInt(9));
          case 1 -> "11.%d.%d.1".formatted(random.nextInt(256), random.nextInt(256));
          default ->
              IntStream.range(0, length)
                  .mapToObj(i -> "a~".substring(i & 1, 1 + (i & 1)))
                  .collect(Collectors.joining());
        };
    return EvaluationContext.builder("ann").set("text", text).build();
  }

  /// The nanoseconds of the context that takes longest.
  private static long slowest(LargeFlag flag, List<EvaluationContext> contexts, int calls) {
    long slowest = 0;
    for (EvaluationContext context : contexts) {
      long best = Long.MAX_VALUE;
      for (int call = 0; call < calls; call++) {
        long start = System.nanoTime();
        if (flag.snapshot().evaluate(LargeFlag.KEY, context, 0).value() == null) {
          throw new IllegalStateException(flag.what() + ": no value");
        }
        best = Math.min(best, System.nanoTime() - start);
      }
      slowest = Math.max(slowest, best);
    }
    return slowest;
  }
}
