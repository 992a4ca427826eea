// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.util.List;
import java.util.stream.Stream;

/// Keeps processes from running until it is closed.
final class Pause implements AutoCloseable {

  private final List<ProcessHandle> processes;

  private Pause(List<ProcessHandle> processes) {
    this.processes = processes;
  }

  static Pause of(ProcessHandle process) {
    return of(Stream.of(process));
  }

  static Pause of(Stream<ProcessHandle> processes) {
    var pause = new Pause(processes.toList());
    pause.send("STOP");
    return pause;
  }

  private void send(String signal) {
    for (ProcessHandle process : processes) {
      if (process.isAlive()) {
        Shell.run("kill", "-" + signal, Long.toString(process.pid()));
      }
    }
  }

  @Override
  public void close() {
    send("CONT");
  }
}
