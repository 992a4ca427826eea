// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import dev.guidon.server.database.TestDatabase;
import dev.guidon.server.delivery.GrpcServer;
import dev.guidon.server.health.ManagementPort;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// A node of the real server on free ports. Several may share a database.
public final class TestNode implements AutoCloseable {

  /// All nodes of a test run sign with one key, whatever their database.
  private static final Path KEY_FILE = temporaryDirectory().resolve("audit-key.json");

  private final EmbeddedServer server;

  private TestNode(EmbeddedServer server) {
    this.server = server;
  }

  /// Starts a node.
  ///
  /// @param settings beside those that every test needs
  public static TestNode start(TestDatabase database, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(database.settings());
    all.put("micronaut.server.port", -1);
    all.put("guidon.management.port", 0);
    all.put("guidon.grpc.port", 0);
    all.put("guidon.grpc.farewell", "0s");
    all.put("guidon.audit.key-file", KEY_FILE.toString());
    all.put("guidon.audit.checkpoint-file", newCheckpointFile().toString());
    all.putAll(settings);
    return new TestNode(ApplicationContext.run(EmbeddedServer.class, all));
  }

  private static Path newCheckpointFile() {
    return temporaryDirectory().resolve("audit-checkpoint");
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("guidon-node-");
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI uri() {
    return server.getURI();
  }

  public URI management() {
    return URI.create("http://127.0.0.1:" + bean(ManagementPort.class).number());
  }

  public int grpcPort() {
    return bean(GrpcServer.class).port();
  }

  /// A part of the running server.
  public <T> T bean(Class<T> type) {
    return server.getApplicationContext().getBean(type);
  }

  @Override
  public void close() {
    server.close();
  }
}
