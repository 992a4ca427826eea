// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whether PostgreSQL waited for the disk before it answered commits, by what it asked of the kernel.
///
/// @param commits answered commits of transactions that wrote something
/// @param syncs that came back well
/// @param early commits that were answered although no sync had begun and come back since they were written
record SyncTrace(long commits, long syncs, List<String> early) {

  private static final Pattern CALL =
      Pattern.compile(
          "(?<began>\\d+\\.\\d+) (?<call>\\w+)\\(.*\\) += (?<result>-?\\d+).* <(?<took>\\d+\\.\\d+)>");
  private static final Pattern WROTE = Pattern.compile("INSERT 0 [1-9]");

  private record Call(String name, double began, double ended, String line) {

    boolean isSync() {
      return name.equals("fdatasync") || name.equals("fsync");
    }

    /// Within one process and, by the clock they share, between processes.
    boolean liesBetween(Call first, Call last) {
      return began >= first.began && ended <= last.began;
    }
  }

  /// Has strace write what this reads: a file a process.
  static Strace attach(ServerProcess server, Path directory) throws IOException {
    return Strace.attach(
        server.postgresProcesses(),
        "-ff",
        "-ttt",
        "-T",
        "-s",
        "65536",
        "-e",
        "trace=fdatasync,fsync,sendto",
        "-o",
        directory.resolve("trace").toString());
  }

  static SyncTrace read(Path directory) throws IOException {
    List<List<Call>> processes = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        processes.add(calls(file));
      }
    }
    return of(processes);
  }

  private static List<Call> calls(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(CALL::matcher)
        .filter(Matcher::matches)
        .filter(call -> !call.group("result").startsWith("-"))
        .map(call -> {
          double began = Double.parseDouble(call.group("began"));
          double ended = began + Double.parseDouble(call.group("took"));
          return new Call(call.group("call"), began, ended, call.group());
        })
        .toList();
  }

  private static SyncTrace of(List<List<Call>> processes) {
    List<Call> syncs = processes.stream().flatMap(List::stream).filter(Call::isSync).toList();
    long commits = 0;
    List<String> early = new ArrayList<>();
    for (List<Call> process : processes) {
      Call written = null;
      for (Call call : process) {
        if (call.isSync()) {
          continue;
        }
        if (WROTE.matcher(call.line).find()) {
          written = call;
        }
        if (call.line.contains("COMMIT") && written != null) {
          Call from = written;
          commits++;
          if (syncs.stream().noneMatch(sync -> sync.liesBetween(from, call))) {
            early.add(call.line);
          }
          written = null;
        }
      }
    }
    return new SyncTrace(commits, syncs.size(), early);
  }
}
