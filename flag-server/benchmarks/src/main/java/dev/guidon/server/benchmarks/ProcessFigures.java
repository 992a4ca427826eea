// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What Linux says about a process.
final class ProcessFigures {

  private ProcessFigures() {}

  /// Its proportional set size: pages that it shares with others count in part. 0 when it is gone.
  static long memory(ProcessHandle process) {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup"));
      for (String line : lines) {
        if (line.startsWith("Pss:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
