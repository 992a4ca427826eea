// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/// How soon the server is ready after a clean stop, with its database, and how much memory it takes when idle.
///
/// With and without a cache of loaded and linked classes (JEP 514), in an environment of 1,000 flags.
final class StartBenchmark {

  private static final int FLAGS = 1_000;
  private static final int STARTS = 7;
  private static final int IDLE_SECONDS = 20;

  private StartBenchmark() {}

  public static void main(String[] arguments) {
    try (var directory = TemporaryDirectory.create()) {
      Path home = directory.path().resolve("data");
      Path cache = directory.path().resolve("server.aot");
      try (var server =
          ServerProcess.start(home, List.of("-XX:AOTCacheOutput=" + cache), List.of())) {
        var _ = TestEnvironment.create(server, "shop", FLAGS);
      }
      List<String> withCache = List.of("-XX:AOTCache=" + cache);
      Report.title("Start after a clean stop, until /readyz answers 200");
      starts("with a cache of classes", home, withCache);
      starts("without", home, List.of());
      Report.title("Memory (PSS) after %d idle seconds".formatted(IDLE_SECONDS));
      idle("with a cache of classes", home, withCache);
      idle("without", home, List.of());
    }
  }

  private static void starts(String what, Path home, List<String> options) {
    Histogram took = Report.histogram();
    for (int start = 0; start < STARTS; start++) {
      try (var server = ServerProcess.start(home, options, List.of())) {
        took.recordValue(server.startTime().toNanos());
      }
    }
    Report.quantiles(what, took);
  }

  private static void idle(String what, Path home, List<String> options) {
    try (var server = ServerProcess.start(home, options, List.of())) {
      Pause.millis(IDLE_SECONDS * 1_000L);
      Report.figure(what + ", all", server.memoryOfAll() / 1024.0 / 1024, "MiB");
      Report.figure(what + ", the JVM", server.memory() / 1024.0 / 1024, "MiB");
    }
  }
}
