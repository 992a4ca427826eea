// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks;

import dev.guidon.sdk.benchmarks.engine.Engine;
import dev.guidon.sdk.benchmarks.engine.EngineName;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.User;
import dev.guidon.sdk.benchmarks.workload.Workload;
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

/// Whether an evaluation costs more among many flags than among few.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls open() first
public class FlatnessBenchmark {

  private static final String ON = Workload.W1.flagKey();
  private static final String ROLLOUT = Workload.W5.flagKey();

  @Param({"GUIDON_ENGINE", "GUIDON_CLIENT"})
  public EngineName engineName;

  @Param({"10", "100", "1000", "20000"})
  public int flagCount;

  private Engine engine;
  private int user;

  @Setup
  public void open() {
    engine = engineName.open(Catalog.ofWorkloads(flagCount));
  }

  @TearDown
  public void close() {
    engine.close();
  }

  @Benchmark
  public boolean on() {
    return engine.isEnabled(ON, nextUser(), false);
  }

  @Benchmark
  public boolean rollout() {
    return engine.isEnabled(ROLLOUT, nextUser(), false);
  }

  private int nextUser() {
    user = (user + 1) & (User.RING - 1);
    return user;
  }
}
