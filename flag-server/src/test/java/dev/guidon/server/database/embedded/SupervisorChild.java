// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A [SupervisorProgram] that runs.
final class SupervisorChild implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private SupervisorChild(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static SupervisorChild start(Path home) throws IOException {
    return start(RunAs.ourselves(), System.getProperty("java.class.path"), home);
  }

  /// Starts one as another user, for whom what it needs is first copied to where they can read it.
  static SupervisorChild startAs(RunAs user, Path copies, Path home) throws IOException {
    return start(user, copyOfProgram(copies), home);
  }

  private static SupervisorChild start(RunAs user, String classPath, Path home) throws IOException {
    List<String> command =
        user.command(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                SupervisorProgram.class.getName(),
                home.toString()));
    var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    return new SupervisorChild(builder.redirectErrorStream(true).start());
  }

  /// Waits until it is ready.
  ///
  /// @return the port
  int awaitReady() throws IOException {
    List<String> before = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("ready ")) {
        return Integer.parseInt(line.substring("ready ".length()));
      }
      before.add(line);
    }
    throw new AssertionError("It ended instead of getting ready:\n" + String.join("\n", before));
  }

  /// Everything that it still prints.
  String remainingOutput() throws IOException {
    return String.join("\n", output.readAllLines());
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String copyOfProgram(Path copies) throws IOException {
    List<String> copied = new ArrayList<>();
    for (Path entry : classPathOfProgram()) {
      Path copy = copies.resolve(copied.size() + "-" + entry.getFileName());
      copyTree(entry, copy);
      copied.add(copy.toString());
    }
    return String.join(":", copied);
  }

  /// What the supervisor needs, and no more: copying all of the server's libraries would take long.
  private static List<Path> classPathOfProgram() {
    List<Path> entries = new ArrayList<>();
    for (Class<?> type :
        List.of(
            PostgresSupervisor.class,
            SupervisorProgram.class,
            org.postgresql.Driver.class,
            org.slf4j.Logger.class,
            org.jspecify.annotations.Nullable.class,
            org.apache.commons.compress.archivers.tar.TarArchiveEntry.class,
            org.apache.commons.io.IOUtils.class,
            org.apache.commons.lang3.StringUtils.class,
            org.tukaani.xz.XZInputStream.class)) {
      entries.add(placeOf(type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
    BundledPostgres.ARCHIVES.values().stream()
        .map(archive -> SupervisorChild.class.getClassLoader().getResource(archive.resource()))
        .map(resource -> placeOf(Objects.requireNonNull(resource).toString()))
        .forEach(entries::add);
    return entries;
  }

  private static Path placeOf(String location) {
    String file =
        location.startsWith("jar:") ? location.substring(4, location.indexOf('!')) : location;
    try {
      return Path.of(new URI(file));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(location, e);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
