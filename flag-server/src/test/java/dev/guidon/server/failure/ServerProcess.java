// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.FlagServer;
import dev.guidon.server.FreePort;
import dev.guidon.server.RestClient;
import dev.guidon.server.failpoint.Failpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The real server in a process of its own, on an embedded database below a directory that outlives it.
final class ServerProcess implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

  private final Path home;
  private final Path databaseDirectory;
  private final int port = FreePort.find();
  private final int grpcPort = FreePort.find();
  private Process process;

  /// Starts the server and waits until it is ready.
  ///
  /// @param settings beside those that each needs, as options of the command line
  static ServerProcess start(Path home, String... settings) {
    return start(home, home.resolve("database"), settings);
  }

  /// Starts a server whose database lies elsewhere, and waits until it is ready.
  static ServerProcess start(Path home, Path databaseDirectory, String... settings) {
    var server = new ServerProcess(home, databaseDirectory, settings);
    boolean ready = false;
    try {
      server.awaitReady();
      ready = true;
      return server;
    } finally {
      if (!ready) {
        server.close();
      }
    }
  }

  /// Starts a server that shares a database, and waits until it is ready.
  ///
  /// @param database settings by which it is reached
  static ServerProcess startOn(Path home, Map<String, Object> database) {
    return start(home, optionsOf(database));
  }

  private static String[] optionsOf(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
        .toArray(String[]::new);
  }

  private ServerProcess(Path home, Path databaseDirectory, String... settings) {
    this.home = home;
    this.databaseDirectory = databaseDirectory;
    this.process = launch(settings);
  }

  private Process launch(String... settings) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("@jvm.options", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FlagServer.class.getName());
    command.add("--micronaut.server.port=" + port);
    command.add("--guidon.management.port=" + FreePort.find());
    command.add("--guidon.grpc.port=" + grpcPort);
    command.add("--guidon.database.embedded.directory=" + databaseDirectory);
    command.add("--guidon.access.admin-token-file=" + tokenFile());
    command.add("--guidon.audit.key-file=" + home.resolve("audit-key.json"));
    command.add("--guidon.audit.checkpoint-file=" + home.resolve("audit-checkpoint-" + port));
    command.add("--failpoint.halt-file=" + haltFile());
    command.addAll(List.of(settings));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As {@link #restart}, for one that shares a database.
  void restartOn(Map<String, Object> database) {
    restart(optionsOf(database));
  }

  /// Starts it again, on the same ports and data, after its process has ended.
  void restart(String... settings) {
    if (process.isAlive()) {
      throw new IllegalStateException("process " + process.pid() + " still runs");
    }
    process = launch(settings);
    awaitReady();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /// Has it halt, as if killed, the next time that it comes to this step.
  void haltAt(Failpoint point) throws IOException {
    TestFailpoints.haltAt(point, haltFile());
  }

  private Path haltFile() {
    return home.resolve("halt-at");
  }

  void awaitReady() {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the server does not get ready; its log ends with\n" + lastLines());
      }
      pause();
    }
  }

  /// Whether it reads from its database, which is what takes longest.
  private boolean isReady() {
    try {
      return admin().get("/api/v1/projects/any").status() < 500;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /// PostgreSQL's main process, or none while it is down.
  Stream<ProcessHandle> postmaster() {
    return process
        .descendants()
        .filter(descendant ->
            commandLine(descendant).contains("postgres")
                && !commandLine(descendant).startsWith("postgres: ")
                && descendant
                    .parent()
                    .filter(parent -> commandLine(parent).contains("cluster="))
                    .isPresent());
  }

  /// The small shell between us and PostgreSQL.
  Stream<ProcessHandle> wrapper() {
    return process.children().filter(child -> commandLine(child).contains("cluster="));
  }

  /// PostgreSQL's processes that serve our connections.
  Stream<ProcessHandle> backends() {
    return process
        .descendants()
        .filter(descendant -> commandLine(descendant).startsWith("postgres: flag_app"));
  }

  /// All processes of its PostgreSQL.
  Stream<ProcessHandle> postgresProcesses() {
    return postmaster()
        .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()));
  }

  /// Its own process and all below it.
  Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(handle()), process.descendants());
  }

  private static String commandLine(ProcessHandle handle) {
    try {
      return Files.readString(Path.of("/proc/" + handle.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  int grpcPort() {
    return grpcPort;
  }

  RestClient admin() {
    try {
      return new RestClient(uri(), Files.readString(tokenFile()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path home() {
    return home;
  }

  Path databaseDirectory() {
    return databaseDirectory;
  }

  private Path tokenFile() {
    return home.resolve("admin-token");
  }

  Path log() {
    return home.resolve("server.log");
  }

  String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Waits until its process has ended.
  void awaitEnd() {
    try {
      if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + process.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Stops it in order.
  void stop() {
    process.destroy();
    awaitEnd();
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      process.destroyForcibly();
    }
  }
}
