// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks;

import dev.guidon.sdk.benchmarks.engine.Engine;
import dev.guidon.sdk.benchmarks.engine.EngineName;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.User;
import java.util.List;
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

/// A context of six attributes, built as each engine wants it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls open() first
public class ContextBenchmark {

  @Param public EngineName engineName;

  private final List<User> users = User.ring();
  private Engine engine;
  private int user;

  @Setup
  public void open() {
    engine = engineName.open(Catalog.ofWorkloads(0));
  }

  @TearDown
  public void close() {
    engine.close();
  }

  @Benchmark
  public Object context() {
    user = (user + 1) & (User.RING - 1);
    return engine.context(users.get(user));
  }
}
