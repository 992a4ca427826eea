// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Measures all engines in one run and prints a table of nanoseconds and bytes for each call.
///
/// ```
/// java -jar guidon-sdk-benchmarks.jar [short|full]
/// ```
/// Of each workload all engines are measured one right after the other, because the speed of a machine changes within minutes.
/// `full` does it in several rounds and takes the medians.
public final class Comparison {

  private Comparison() {}

  /// How long to measure: rounds, and in each so many iterations to warm up and to measure.
  private enum Length {
    SHORT(1, 3, 200),
    FULL(3, 5, 500);

    final int rounds;
    final int iterations;
    final int iterationMillis;

    Length(int rounds, int iterations, int iterationMillis) {
      this.rounds = rounds;
      this.iterations = iterations;
      this.iterationMillis = iterationMillis;
    }
  }

  public static void main(String[] arguments) throws RunnerException {
    if (arguments.length > 1) {
      System.err.println("usage: java -jar guidon-sdk-benchmarks.jar [short|full]");
      System.exit(2);
    }
    Length length =
        arguments.length == 0
            ? Length.SHORT
            : Length.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    var table = new Table();
    for (int round = 1; round <= length.rounds; round++) {
      System.out.printf("round %d of %d%n", round, length.rounds);
      table.add(measure(length));
    }
    table.print(System.out);
  }

  private static Collection<RunResult> measure(Length length) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(EvaluationBenchmark.class.getName())
            .include(ContextBenchmark.class.getName())
            .include(LimitsBenchmark.class.getName())
            .forks(1)
            .jvmArgs("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED")
            .warmupIterations(length.iterations)
            .warmupTime(TimeValue.milliseconds(length.iterationMillis))
            .measurementIterations(length.iterations)
            .measurementTime(TimeValue.milliseconds(length.iterationMillis))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    return new Runner(options).run();
  }
}
