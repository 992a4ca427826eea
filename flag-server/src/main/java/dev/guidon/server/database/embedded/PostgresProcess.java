// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// One run of PostgreSQL's main process, tied to our life: it is stopped when we end, however we end.
///
/// Between the two stands a small shell that holds the reading end of a pipe from us. When we are gone, `kill -9` included,
/// the pipe ends, and the shell asks PostgreSQL to stop.
final class PostgresProcess {

  /// $1 is the cluster's directory, the rest is the command. The main shell waits for PostgreSQL, the one in the background
  /// for the end of the pipe. Should the main shell be killed, the one in the background goes on, and then makes sure (on
  /// Linux) that the number still means a process of the cluster. It asks more than once, because PostgreSQL hears nothing until it
  /// has begun to listen. Both ignore what a service manager sends to all processes of a service at once.
  private static final String WATCHDOG =
      """
      trap '' HUP INT TERM
      cluster=$1; shift
      exec 3<&0 </dev/null
      "$@" 3<&- &
      server=$!
      {
        while read -r _ <&3; do :; done
        while { [ ! -d /proc/self ] || [ "/proc/$server/cwd" -ef "$cluster" ]; } && kill -INT "$server"
        do sleep 1; done
      } >/dev/null 2>&1 &
      watchdog=$!
      exec 3<&-
      wait "$server"
      status=$?
      kill -KILL "$watchdog"
      exit "$status"
      """;

  /// Set for pg_ctl's use: PostgreSQL takes a `postmaster.pid` that names this process for stale, and still looks by itself
  /// whether anything uses the cluster's memory.
  private static final String KNOWN_TO_BE_FOREIGN = "PG_GRANDPARENT_PID";

  private static final int LAST_LINES = 20;

  private final Process shell;
  private final Thread reader;
  private final Deque<String> lastLines = new ArrayDeque<>();

  private PostgresProcess(Process shell, PostgresListener listener) {
    this.shell = shell;
    this.reader = Thread.ofPlatform().daemon().name("postgres-log").start(() -> readLog(listener));
  }

  /// Starts PostgreSQL on a cluster; returns at once.
  ///
  /// @param foreign a process that the cluster's `postmaster.pid` names although it has nothing to do with it
  static PostgresProcess start(
      PostgresBinaries binaries,
      Path cluster,
      RunAs runAs,
      HostSystem host,
      OptionalLong foreign,
      PostgresListener listener)
      throws EmbeddedPostgresException {
    List<String> command = new ArrayList<>();
    // A session of its own, so that Ctrl-C in a terminal reaches us alone and we decide when
    // PostgreSQL stops.
    host.program("setsid").ifPresent(setsid -> command.add(setsid.toString()));
    command.addAll(
        runAs.command(
            List.of(
                "/bin/sh",
                "-c",
                WATCHDOG,
                "postgres-watchdog",
                cluster.toString(),
                binaries.postgres().toString(),
                "-D",
                cluster.toString())));
    var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(cluster.toFile());
    RunAs.clean(builder.environment());
    foreign.ifPresent(pid -> builder.environment().put(KNOWN_TO_BE_FOREIGN, Long.toString(pid)));
    try {
      return new PostgresProcess(builder.start(), listener);
    } catch (IOException e) {
      throw new EmbeddedPostgresException("PostgreSQL cannot be started: " + e.getMessage(), e);
    }
  }

  private void readLog(PostgresListener listener) {
    try (BufferedReader lines = shell.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        remember(line);
        listener.serverLog(line);
      }
    } catch (IOException | UncheckedIOException _) {
      // the stream is closed as PostgreSQL ends
    }
  }

  private void remember(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == LAST_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }

  /// The last lines of PostgreSQL's log, for an error message.
  String lastLog() {
    synchronized (lastLines) {
      return String.join("\n", lastLines);
    }
  }

  /// The shell's process, for tests that kill it.
  ProcessHandle shell() {
    return shell.toHandle();
  }

  boolean isRunning() {
    return shell.isAlive();
  }

  /// Waits until PostgreSQL, or the shell that watches over it, has ended.
  void awaitEnd() throws InterruptedException {
    shell.waitFor();
    reader.join(Duration.ofSeconds(1)); // the log's last lines say why
  }

  /// Asks PostgreSQL to stop in an orderly way and waits for that.
  ///
  /// @return whether it has ended in that time
  boolean stop(Duration limit) throws InterruptedException {
    try (OutputStream pipe = shell.getOutputStream()) {
      pipe.flush();
    } catch (IOException _) {
      // the shell has ended already
    }
    return shell.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
