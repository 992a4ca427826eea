// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what an earlier run left behind on a cluster: a PostgreSQL that outlived its server, or a busy process of one that
/// was killed. Either would keep the next PostgreSQL from starting.
final class Leftovers {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

  private static final Duration ORDERLY = Duration.ofSeconds(10);
  private static final Duration FORCED = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final ClusterProcesses processes;

  Leftovers(ClusterProcesses processes) {
    this.processes = processes;
  }

  /// Returns once nothing works on the cluster.
  ///
  /// @throws EmbeddedPostgresException if something survives even being killed, as a process that waits for a dead disk does
  void end() throws EmbeddedPostgresException, InterruptedException {
    OptionalLong postmaster = postmaster();
    if (postmaster.isPresent()) {
      log.warn(
          "Process {} is a PostgreSQL of an earlier run on {}; ending it",
          postmaster.getAsLong(),
          processes.cluster());
      end(List.of(postmaster.getAsLong()), "INT", ORDERLY);
    }
    List<Long> others = processes.all();
    if (!others.isEmpty()) {
      log.warn(
          "Processes {} of an earlier PostgreSQL still work on {}; ending them",
          others,
          processes.cluster());
      end(others, "QUIT", FORCED);
    }
    List<Long> survivors = processes.all();
    if (!survivors.isEmpty()) {
      throw new EmbeddedPostgresException(
          "Processes "
              + survivors
              + " of an earlier PostgreSQL work on "
              + processes.cluster()
              + " and do not end.");
    }
  }

  /// The main process, if the file names one that is indeed working on the cluster.
  private OptionalLong postmaster() {
    return PostmasterPidFile.read(processes.cluster()).map(PostmasterPidFile::pid).stream()
        .mapToLong(Long::longValue)
        .filter(processes::contains)
        .findAny();
  }

  private void end(List<Long> pids, String firstSignal, Duration firstWait)
      throws InterruptedException {
    if (endedBy(firstSignal, pids, firstWait)) {
      return;
    }
    if (!firstSignal.equals("QUIT") && endedBy("QUIT", pids, FORCED)) {
      return;
    }
    endedBy("KILL", pids, FORCED);
  }

  private boolean endedBy(String signal, List<Long> pids, Duration wait)
      throws InterruptedException {
    pids.forEach(pid -> processes.signal(pid, signal));
    long end = System.nanoTime() + wait.toNanos();
    while (pids.stream().anyMatch(processes::contains)) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return true;
  }
}
