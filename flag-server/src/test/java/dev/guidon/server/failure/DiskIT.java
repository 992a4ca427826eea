// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// What the disk does between a change and its answer, and what becomes of changes when it fails.
class DiskIT {

  private static final int WRITERS = 4;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path home;

  private static final History history = new History();
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException {
    assumeTrue(Strace.isPossible(), "strace is not installed, or may not watch other processes");
    server = ServerProcess.start(home);
    Shop.open(server.admin());
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void everyCommitIsOnDiskBeforeItIsAnswered(@TempDir Path traces) throws Exception {
    int changes;
    try (var _ = SyncTrace.attach(server, traces)) {
      // Alone, so that each change has a commit of its own.
      Writers writers = Writers.start(history, 1, server.admin());
      writers.awaitAcknowledged(100);
      writers.stop();
      changes = writers.acknowledged();
    }

    SyncTrace trace = SyncTrace.read(traces);
    assertThat(trace.early()).isEmpty();
    assertThat(trace.commits()).isGreaterThanOrEqualTo(changes);
    assertThat(trace.syncs()).isGreaterThanOrEqualTo(trace.commits());
    removeSyncs(traces);
    assertThat(SyncTrace.read(traces).early()).hasSize((int) trace.commits());
  }

  private static void removeSyncs(Path traces) throws IOException {
    try (Stream<Path> files = Files.list(traces)) {
      for (Path file : files.toList()) {
        List<String> lines = Files.readAllLines(file);
        lines.removeIf(line -> line.contains("sync("));
        Files.write(file, lines);
      }
    }
  }

  @Test
  void aDiskThatFailsOnceLosesNothing() throws Exception {
    goOnThrough("inject=fdatasync:error=EIO:when=5");
  }

  /// PostgreSQL cannot recover on such a disk and ends; the next one, which strace does not see, finds it well.
  @Test
  void aDiskThatFailsUntilPostgresIsStartedAnewLosesNothing() throws Exception {
    goOnThrough("inject=fdatasync:error=EIO:when=5+");
  }

  private static void goOnThrough(String fault) throws Exception {
    Writers writers = Writers.start(history, WRITERS, server.admin());
    writers.awaitAcknowledged(50);
    long before;
    try (var _ = Strace.attach(server.postgresProcesses(), "-e", "trace=fdatasync", "-e", fault)) {
      before = System.nanoTime();
      writers.awaitRefused();
      writers.awaitAcknowledgedSince(before);
    }
    writers.awaitAcknowledgedSince(System.nanoTime());
    writers.stop();

    server.awaitReady();
    assertThat(HistoryCheck.run(server.databaseDirectory(), history.all()).faults()).isEmpty();
  }
}
