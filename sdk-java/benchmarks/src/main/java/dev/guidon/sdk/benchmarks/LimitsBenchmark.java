// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.guidon.sdk.benchmarks.workload.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.MurmurHash3;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What no engine can do without: one look into a map, and one hash of 24 bytes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LimitsBenchmark {

  private static final String KEY = "flag-500";

  private final Map<String, Integer> map = new HashMap<>();
  private final List<byte[]> keys =
      User.ring().stream().map(user -> user.key().getBytes(US_ASCII)).toList();
  private int user;

  @Setup
  public void fill() {
    for (int i = 0; i < 1_000; i++) {
      map.put("flag-" + i, i);
    }
  }

  @Benchmark
  public @Nullable Integer map() {
    return map.get(KEY);
  }

  @Benchmark
  public int murmur3() {
    user = (user + 1) & (User.RING - 1);
    return MurmurHash3.hash32x86(keys.get(user));
  }
}
