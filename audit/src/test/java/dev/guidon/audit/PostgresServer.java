// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL of our own for the tests of this JVM: real, with its durable defaults, gone when the JVM ends.
final class PostgresServer {

  // The input is a pipe from this JVM, so it ends with the JVM, however that ends.
  private static final String UNTIL_INPUT_ENDS =
      """
      trap '' INT TERM
      "$@" < /dev/null &
      cat
      kill -INT $!
      wait
      rm -rf "$0"
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final int port;

  @SuppressWarnings("unused") // kept because its pipe must stay open
  private Process running;

  private PostgresServer(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  static PostgresServer start() {
    try {
      // Below the temporary directory because everybody can reach it: PostgreSQL refuses to run as
      // root, so root's
      // tests run it as somebody who may not be able to reach the build's directory.
      Path directory = Files.createTempDirectory("guidon-audit-postgres");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      var server = new PostgresServer(directory, freePort());
      server.unpack();
      server.initialise();
      server.run();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private void unpack() throws IOException {
    Path archive = directory.resolve("postgres.txz");
    try (InputStream resource =
        PostgresServer.class.getResourceAsStream("/postgres-linux-x86_64.txz")) {
      Files.copy(resource, archive);
    }
    Files.createDirectory(directory.resolve("pgsql"));
    execute(
        List.of("tar", "-xJf", archive.toString(), "-C", directory.resolve("pgsql").toString()));
    Files.delete(archive);
  }

  private void initialise() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    if (isRoot()) {
      execute(List.of("chown", "nobody:nogroup", data.toString()));
    }
    execute(
        asAllowedUser(
            binary("initdb"),
            "-D",
            data.toString(),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions"));
  }

  private void run() throws IOException {
    Path data = directory.resolve("data");
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", UNTIL_INPUT_ENDS, directory.toString()));
    command.addAll(
        asAllowedUser(
            binary("postgres"),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "timezone=UTC",
            "-c",
            "jit=off"));
    running = process(command).start();
    Path pid = data.resolve("postmaster.pid");
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(pid) && Files.readString(pid).contains("ready"));
  }

  private String binary(String name) {
    return directory.resolve("pgsql/bin").resolve(name).toString();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private ProcessBuilder process(List<String> command) {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
  }

  private void execute(List<String> command) throws IOException {
    Process process = process(command).start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + " failed:\n" + Files.readString(log(), UTF_8));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> asAllowedUser(String... command) {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
