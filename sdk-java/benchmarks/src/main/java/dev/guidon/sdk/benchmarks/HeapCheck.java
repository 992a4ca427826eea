// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks;

import dev.guidon.sdk.benchmarks.engine.Engine;
import dev.guidon.sdk.benchmarks.engine.EngineName;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.Flag;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/// How much heap flags of ten rules take up in each engine, as loaded and once each was asked for.
///
/// ```
/// java -cp guidon-sdk-benchmarks.jar dev.guidon.sdk.benchmarks.HeapCheck [ENGINE…]
/// ```
public final class HeapCheck {

  private static final int FLAGS = 5_000;
  private static final double KIBIBYTE = 1_024;

  private HeapCheck() {}

  public static void main(String[] arguments) {
    List<EngineName> names =
        arguments.length == 0
            ? List.of(EngineName.values())
            : List.of(arguments).stream()
                .map(name -> EngineName.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
    System.out.println("| KiB of heap a flag of ten rules | loaded | and asked for |");
    System.out.println("|---|--:|--:|");
    names.forEach(HeapCheck::print);
    System.exit(0);
  }

  private static void print(EngineName name) {
    Catalog catalog = Catalog.ofTenRules(FLAGS);
    // What an engine takes up for itself, classes and contexts included.
    long before;
    try (Engine one = name.open(Catalog.ofTenRules(1))) {
      one.isEnabled(catalog.flags().get(0).key(), 0, false);
      before = usedHeap();
    }
    try (Engine engine = name.open(catalog)) {
      long loaded = usedHeap() - before;
      askAll(engine, catalog);
      long asked = usedHeap() - before;
      System.out.printf(
          "| %s | %.2f | %.2f |%n",
          name.title(), loaded / KIBIBYTE / FLAGS, asked / KIBIBYTE / FLAGS);
    }
  }

  private static void askAll(Engine engine, Catalog catalog) {
    for (Flag flag : catalog.flags()) {
      for (int user = 0; user < 16; user++) {
        engine.isEnabled(flag.key(), user, false);
      }
    }
  }

  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      memory.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
