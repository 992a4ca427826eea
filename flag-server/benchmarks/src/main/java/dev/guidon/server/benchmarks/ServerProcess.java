// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The packaged server in a process of its own, run as in production, on any free ports.
///
/// Benchmarks run from the repository's root, after a build.
final class ServerProcess implements AutoCloseable {

  static final Path JAR = Path.of("flag-server/target/guidon-flag-server.jar");
  private static final Path OPTIONS = Path.of("flag-server/jvm.options");
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
  private static final Pattern REST_PORT = Pattern.compile("Requests on http://[^ ]*:(\\d+),");
  private static final Pattern MANAGEMENT_PORT = Pattern.compile("metrics on port (\\d+)\\R");
  private static final Pattern GRPC_PORT = Pattern.compile("Streams to SDKs on [^ ]*:(\\d+)\\R");

  private final Path home;
  private final Path log;
  private final Process process;
  private final int restPort;
  private final int grpcPort;
  private final int managementPort;
  private final Duration startTime;

  /// Starts a server and waits until it is ready.
  ///
  /// @param home holds its data and its log
  /// @param options of the JVM, beside those that it has in production
  /// @param settings of the server
  static ServerProcess start(Path home, List<String> options, List<String> settings) {
    return new ServerProcess(home, options, settings);
  }

  private ServerProcess(Path home, List<String> options, List<String> settings) {
    this.home = home;
    try {
      Files.createDirectories(home);
      this.log = Files.createTempFile(home, "server-", ".log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long start = System.nanoTime();
    this.process = launch(options, settings);
    // A benchmark that is interrupted leaves no server behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    boolean ready = false;
    try {
      this.restPort = awaitPort(REST_PORT);
      this.managementPort = awaitPort(MANAGEMENT_PORT);
      awaitReady();
      this.startTime = Duration.ofNanos(System.nanoTime() - start);
      this.grpcPort = awaitPort(GRPC_PORT);
      ready = true;
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
    }
  }

  private Process launch(List<String> options, List<String> settings) {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(
          JAR + " is missing (expected: a build, and to run at its root)");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + OPTIONS);
    command.addAll(options);
    command.addAll(List.of("-jar", JAR.toString(), "--data", home.toString()));
    command.add("--micronaut.server.port=-1");
    command.add("--guidon.management.port=0");
    command.add("--guidon.grpc.port=0");
    command.addAll(settings);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int awaitPort(Pattern line) {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (true) {
      Matcher matcher = line.matcher(log());
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      pauseUnless(deadline);
    }
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    try (var connection = new HttpConnection(managementPort, "none")) {
      while (connection.send("GET", "/readyz", "").status() != 200) {
        pauseUnless(deadline);
      }
    }
  }

  private void pauseUnless(long deadline) {
    if (!process.isAlive() || System.nanoTime() > deadline) {
      throw new IllegalStateException("the server does not get ready:\n" + log());
    }
    Pause.millis(2);
  }

  /// How long it took from its launch until it was ready.
  Duration startTime() {
    return startTime;
  }

  HttpConnection connect() {
    return new HttpConnection(restPort, adminToken());
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + restPort);
  }

  String adminToken() {
    try {
      return Files.readString(home.resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int grpcPort() {
    return grpcPort;
  }

  String metrics() {
    try (var connection = new HttpConnection(managementPort, "none")) {
      return connection.send("GET", "/metrics", "").body();
    }
  }

  /// The settings with which another node shares this one's database.
  List<String> sharedDatabase() {
    Path database = home.resolve("database");
    try {
      String port = Files.readString(database.resolve("port")).strip();
      List<String> settings = new ArrayList<>();
      settings.add("--guidon.database.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres");
      settings.add("--guidon.database.owner-user=flag_owner");
      settings.add("--guidon.audit.key-file=" + home.resolve("audit-key.json"));
      for (String line : Files.readAllLines(database.resolve("passwords"))) {
        settings.add("--guidon.database." + line.replaceFirst("=", "-password="));
      }
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The proportional set size of the JVM alone, in bytes.
  long memory() {
    return ProcessFigures.memory(process.toHandle());
  }

  /// The proportional set size of everything that this server runs, its database included, in bytes.
  long memoryOfAll() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .mapToLong(ProcessFigures::memory)
        .sum();
  }

  /// The processor time that the JVM has taken.
  Duration processorTime() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Collects garbage, so that memory is what is in use.
  void collectGarbage() {
    diagnose("GC.run");
  }

  String diagnose(String command) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(process.pid()),
                  command)
              .redirectErrorStream(true)
              .start();
      String answer = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
      var _ = jcmd.waitFor();
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops the server as an operator would, and its database with it.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
