// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What PostgreSQL's main process wrote about itself in `postmaster.pid`.
///
/// The file may be older than the process that now has that number; see [ClusterProcesses]. We never delete it.
///
/// @param pid the process that wrote it
/// @param status how far that process has come; empty while it has only begun
record PostmasterPidFile(long pid, String status) {
  private static final int STATUS_LINE = 7;

  static Optional<PostmasterPidFile> read(Path cluster) {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      // Negative in a file that a single-user PostgreSQL wrote.
      long pid = Math.abs(Long.parseLong(lines.getFirst().strip()));
      String status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
      return Optional.of(new PostmasterPidFile(pid, status));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | NumberFormatException _) {
      return Optional.empty(); // being written at this moment
    }
  }

  boolean isReady() {
    return status.equals("ready");
  }
}
