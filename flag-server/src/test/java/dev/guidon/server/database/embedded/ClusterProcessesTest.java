// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterProcessesTest {
  @TempDir private Path directory;

  @Test
  void aShellThatSomebodyLeftInTheDirectoryIsNotOurs() throws IOException {
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    var processes = new ClusterProcesses(cluster);

    try (var shell = Bystander.in(cluster, RunAs.ourselves())) {
      assertThat(processes.contains(shell.pid())).isFalse();
      assertThat(processes.isKnownToBeForeign(shell.pid())).isFalse();
      assertThat(processes.all()).isEmpty();
      processes.signal(shell.pid(), "TERM");
      shell.assertUntouched();
    }
  }

  @Test
  void aProcessElsewhereIsForeign() throws IOException {
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    var processes = new ClusterProcesses(cluster);

    try (var elsewhere = Bystander.in(directory, RunAs.ourselves())) {
      assertThat(processes.contains(elsewhere.pid())).isFalse();
      assertThat(processes.isKnownToBeForeign(elsewhere.pid())).isTrue();
    }
  }

  @Test
  void aProcessThatHasEndedIsNeitherOursNorForeign() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    var processes = new ClusterProcesses(directory);

    assertThat(processes.contains(ended.pid())).isFalse();
    assertThat(processes.isKnownToBeForeign(ended.pid())).isFalse();
  }
}
