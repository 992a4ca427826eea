// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The PostgreSQL processes that work on one cluster, recognised by what they are and not by a number in a file.
///
/// A process belongs to the cluster only if its working directory *is* the cluster's directory and its program is
/// `postgres`. A number alone proves nothing, because numbers are used again; and a shell that somebody left in the
/// directory is no business of ours. Only Linux tells both; elsewhere nothing is recognised, so nothing is signalled.
record ClusterProcesses(Path cluster) {
  private static final Path PROC = Path.of("/proc");

  /// Whether this machine tells what a process works on.
  static boolean canTell() {
    return Files.isDirectory(PROC);
  }

  /// Everything that works on the cluster now.
  List<Long> all() {
    if (!canTell()) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(PROC)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::parseLong)
          .filter(this::contains)
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  boolean contains(long pid) {
    Path process = PROC.resolve(Long.toString(pid));
    try {
      return Files.isSameFile(process.resolve("cwd"), cluster)
          && isPostgres(process.resolve("exe"));
    } catch (IOException _) {
      return false; // ended, or another user's, whom we could not signal either
    }
  }

  /// Whether it is certain that a live process has nothing to do with the cluster.
  ///
  /// Not the same as `!contains(pid)`: of a process that we may not look into, neither is known.
  boolean isKnownToBeForeign(long pid) {
    Path process = PROC.resolve(Long.toString(pid));
    try {
      return !Files.isSameFile(process.resolve("cwd"), cluster);
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean isPostgres(Path exe) throws IOException {
    // A program whose file was replaced, as by an upgrade, is shown with " (deleted)" behind its
    // name.
    String name = Files.readSymbolicLink(exe).getFileName().toString();
    return name.equals("postgres") || name.equals("postgres (deleted)");
  }

  /// Sends a signal, having looked once more whether the process is still the one that was meant.
  void signal(long pid, String signal) {
    if (!contains(pid)) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    } catch (IOException _) {
      // no program to send it with; whoever waits for the process to end will tell
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
