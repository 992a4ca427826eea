// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.guidon.sdk.benchmarks.engine.EngineName;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;

/// Results as tables in Markdown: a line for each engine, a column for each benchmark.
final class Table {

  private static final EngineName PEER = EngineName.LAUNCHDARKLY;
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final List<String> COLUMNS =
      List.of("w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9", "context");

  /// Of one benchmark and one engine: a median of each round.
  private record Figures(List<Double> nanos, List<Double> bytes) {

    double medianNanos() {
      return median(nanos);
    }

    double medianBytes() {
      return median(bytes);
    }

    private static double median(List<Double> values) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
  }

  private final Map<String, Figures> figures = new HashMap<>();

  /// Adds the results of one round, measured with the profiler of allocation.
  void add(Collection<RunResult> round) {
    for (RunResult result : round) {
      String benchmark = result.getParams().getBenchmark();
      String column = benchmark.substring(benchmark.lastIndexOf('.') + 1);
      Figures known =
          figures.computeIfAbsent(
              column + result.getParams().getParam("engineName"),
              any -> new Figures(new ArrayList<>(), new ArrayList<>()));
      known.nanos.add(result.getPrimaryResult().getStatistics().getPercentile(50));
      known.bytes.add(
          requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED).getScore());
    }
  }

  void print(PrintStream out) {
    printLines(out, "ns/op (median)", Figures::medianNanos);
    printLines(out, "B/op", Figures::medianBytes);
    printRatios(out);
    out.printf(
        "Limits: HashMap lookup %.1f ns, murmur3 of 24 bytes %.1f ns%n",
        of("map", null).medianNanos(), of("murmur3", null).medianNanos());
  }

  private void printLines(PrintStream out, String title, ToDoubleFunction<Figures> figure) {
    printHead(out, title);
    for (EngineName engine : EngineName.values()) {
      out.print("| " + engine.title());
      for (String column : COLUMNS) {
        out.print(" | " + format(figure.applyAsDouble(of(column, engine))));
      }
      out.println(" |");
    }
    out.println();
  }

  /// How many times the peer's time is Guidon's.
  private void printRatios(PrintStream out) {
    printHead(out, PEER.title() + " ÷ …");
    for (EngineName engine : EngineName.values()) {
      if (engine.isGuidon()) {
        out.print("| " + engine.title());
        for (String column : COLUMNS) {
          double ratio = of(column, PEER).medianNanos() / of(column, engine).medianNanos();
          out.printf(" | %.1f", ratio);
        }
        out.println(" |");
      }
    }
    out.println();
  }

  private static void printHead(PrintStream out, String title) {
    out.print("| " + title);
    COLUMNS.forEach(column -> out.print(" | " + column));
    out.println(" |");
    out.println("|---" + "|--:".repeat(COLUMNS.size()) + "|");
  }

  private Figures of(String column, @Nullable EngineName engine) {
    return requireNonNull(figures.get(column + engine), column);
  }

  private static String format(double figure) {
    return figure < 100 ? String.format("%.1f", figure) : String.format("%,.0f", figure);
  }
}
