// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process that has nothing to do with the database, and says so when it is signalled.
final class Bystander implements AutoCloseable {
  private static final String SCRIPT =
      """
      for signal in HUP INT QUIT TERM USR1 USR2; do trap "echo was sent $signal" $signal; done
      echo stands by
      while read -r line; do echo "answers $line"; done
      """;

  private final Process process;
  private final BufferedReader lines;

  private Bystander(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Starts one, as the user that PostgreSQL runs as, so that nothing but good manners protects it.
  static Bystander in(Path workingDirectory, RunAs runAs) throws IOException {
    Process process =
        new ProcessBuilder(runAs.command(java.util.List.of("/bin/sh", "-c", SCRIPT)))
            .directory(workingDirectory.toFile())
            .redirectErrorStream(true)
            .start();
    var bystander = new Bystander(process);
    assertThat(bystander.lines.readLine()).isEqualTo("stands by");
    return bystander;
  }

  long pid() {
    return process.pid();
  }

  /// Asserts that it lives and was sent no signal. A signal's line would come before the answer.
  void assertUntouched() throws IOException {
    assertThat(process.isAlive()).isTrue();
    process.outputWriter(StandardCharsets.UTF_8).append("question\n").flush();
    assertThat(lines.readLine()).isEqualTo("answers question");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
