// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.util.List;
import java.util.stream.Stream;

/// What `kill -9` hits.
enum KillTarget {
  JVM {
    @Override
    Stream<ProcessHandle> processes(ServerProcess server) {
      return Stream.of(server.handle());
    }
  },
  POSTMASTER {
    @Override
    Stream<ProcessHandle> processes(ServerProcess server) {
      return server.postmaster();
    }
  },
  BACKEND {
    @Override
    Stream<ProcessHandle> processes(ServerProcess server) {
      return server.backends().limit(1);
    }
  },
  WRAPPER {
    @Override
    Stream<ProcessHandle> processes(ServerProcess server) {
      return server.wrapper();
    }
  },
  ALL {
    @Override
    Stream<ProcessHandle> processes(ServerProcess server) {
      return server.processes();
    }
  };

  /// Each in turn.
  static KillTarget ofRound(int round) {
    List<KillTarget> targets = List.of(values());
    return targets.get(round % targets.size());
  }

  abstract Stream<ProcessHandle> processes(ServerProcess server);

  /// Kills at once whatever there is to be killed now.
  void strike(ServerProcess server) {
    var processes = processes(server).toList();
    if (processes.isEmpty()) {
      throw new IllegalStateException(this + ": no such process (expected: one to kill)");
    }
    processes.forEach(ProcessHandle::destroyForcibly);
  }
}
