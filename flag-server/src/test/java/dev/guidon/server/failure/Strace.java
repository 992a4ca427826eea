// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Watches, or breaks, what processes and their children ask of the kernel, until it is closed.
final class Strace implements AutoCloseable {

  private final Process process;

  private Strace(Process process) {
    this.process = process;
  }

  /// Whether this machine has it and lets it watch processes that it did not start.
  static boolean isPossible() throws IOException {
    if (!Shell.has("strace")) {
      return false;
    }
    Process watched = new ProcessBuilder("cat").start();
    try (var _ = attach(Stream.of(watched.toHandle()))) {
      return true;
    } catch (IllegalStateException _) {
      return false;
    } finally {
      watched.destroy();
    }
  }

  /// Returns once all of the processes that are still there are watched.
  static Strace attach(Stream<ProcessHandle> processes, String... options) throws IOException {
    List<String> pids = processes.map(handle -> Long.toString(handle.pid())).toList();
    List<String> command = new ArrayList<>(List.of("strace", "-f"));
    command.addAll(List.of(options));
    pids.forEach(pid -> command.addAll(List.of("-p", pid)));
    Process process = new ProcessBuilder(command).start();
    var strace = new Strace(process);
    strace.awaitAttached(pids.size());
    return strace;
  }

  private void awaitAttached(int count) throws IOException {
    BufferedReader lines = process.errorReader();
    for (int attached = 0; attached < count; ) {
      String line = lines.readLine();
      if (line == null) {
        throw new IllegalStateException("strace ended before it had attached itself");
      }
      // PostgreSQL's workers come and go: one that has ended since it was listed needs no watching.
      if (line.endsWith(" attached") || line.endsWith(": No such process")) {
        attached++;
      } else {
        throw new IllegalStateException(line);
      }
    }
    Thread.ofVirtual().start(() -> readToTheEnd(lines));
  }

  /// Or strace would wait for us once the pipe is full.
  private static void readToTheEnd(BufferedReader lines) {
    try {
      lines.lines().forEach(_ -> {});
    } catch (UncheckedIOException _) {
      // it has ended
    }
  }

  /// Lets go of the processes, which go on.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
