// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks;

import dev.guidon.sdk.benchmarks.engine.AnswerCheck;
import dev.guidon.sdk.benchmarks.engine.Engine;
import dev.guidon.sdk.benchmarks.engine.EngineName;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.User;
import dev.guidon.sdk.benchmarks.workload.Workload;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/// One evaluation by each engine, for each user of the ring in turn, of a flag among a thousand.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls open() first
public class EvaluationBenchmark {

  private static final int FLAGS = 1_000;

  // Constants, as applications name their flags by.
  private static final String W1 = Workload.W1.flagKey();
  private static final String W2 = Workload.W2.flagKey();
  private static final String W3 = Workload.W3.flagKey();
  private static final String W4 = Workload.W4.flagKey();
  private static final String W5 = Workload.W5.flagKey();
  private static final String W6 = Workload.W6.flagKey();
  private static final String W7 = Workload.W7.flagKey();
  private static final String W8 = Workload.W8.flagKey();
  private static final String W9 = Workload.W9.flagKey();

  @Param public EngineName engineName;

  private Engine engine;
  private int user;

  /// Opens the engine, and refuses to measure one that gives wrong answers.
  @Setup
  public void open(BenchmarkParams benchmark) {
    engine = engineName.open(Catalog.ofWorkloads(FLAGS));
    List<String> wrong = AnswerCheck.wrongAnswers(engine, workloadOf(benchmark));
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(engineName + ": " + wrong);
    }
  }

  private static Workload workloadOf(BenchmarkParams benchmark) {
    String method = benchmark.getBenchmark();
    return Workload.valueOf(method.substring(method.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT));
  }

  @TearDown
  public void close() {
    engine.close();
  }

  @Benchmark
  public boolean w1() {
    return engine.isEnabled(W1, nextUser(), false);
  }

  @Benchmark
  public boolean w2() {
    return engine.isEnabled(W2, nextUser(), false);
  }

  @Benchmark
  public boolean w3() {
    return engine.isEnabled(W3, nextUser(), false);
  }

  @Benchmark
  public boolean w4() {
    return engine.isEnabled(W4, nextUser(), false);
  }

  @Benchmark
  public boolean w5() {
    return engine.isEnabled(W5, nextUser(), false);
  }

  @Benchmark
  public boolean w6() {
    return engine.isEnabled(W6, nextUser(), false);
  }

  @Benchmark
  public boolean w7() {
    return engine.isEnabled(W7, nextUser(), false);
  }

  @Benchmark
  public Object w8() {
    return engine.json(W8, nextUser());
  }

  @Benchmark
  public boolean w9() {
    return engine.isEnabled(W9, nextUser(), false);
  }

  private int nextUser() {
    user = (user + 1) & (User.RING - 1);
    return user;
  }
}
