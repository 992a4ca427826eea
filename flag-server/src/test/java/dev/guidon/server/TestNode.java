// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import dev.guidon.server.database.TestDatabase;
import dev.guidon.server.delivery.GrpcServer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// A node of the real server on free ports. Several may share a database.
public final class TestNode implements AutoCloseable {

  private final EmbeddedServer server;
  private final int managementPort;

  private TestNode(EmbeddedServer server, int managementPort) {
    this.server = server;
    this.managementPort = managementPort;
  }

  /// Starts a node.
  ///
  /// @param settings beside those that every test needs
  public static TestNode start(TestDatabase database, Map<String, Object> settings) {
    int managementPort = freePort();
    Map<String, Object> all = new HashMap<>(database.settings());
    all.put("micronaut.server.port", -1);
    all.put("guidon.management.port", managementPort);
    all.put("guidon.grpc.port", 0);
    all.put("guidon.grpc.farewell", "0s");
    all.putAll(settings);
    return new TestNode(ApplicationContext.run(EmbeddedServer.class, all), managementPort);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI uri() {
    return server.getURI();
  }

  public URI management() {
    return URI.create("http://127.0.0.1:" + managementPort);
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
