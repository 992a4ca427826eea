// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import dev.guidon.server.database.TestDatabase;
import dev.guidon.server.delivery.GrpcServer;
import dev.guidon.server.health.ManagementPort;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// A node of the real server on free ports. Several may share a database.
public final class TestNode implements AutoCloseable {

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
    all.putAll(settings);
    return new TestNode(ApplicationContext.run(EmbeddedServer.class, all));
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
