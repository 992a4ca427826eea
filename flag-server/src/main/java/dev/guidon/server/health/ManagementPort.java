// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.health;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.order.Ordered;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port for health and metrics that this node has taken.
///
/// Where any free one will do, it is looked for before the framework makes its routes: these name their port, and 0 names none.
@Context
public final class ManagementPort {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.server");

  private final int number;

  ManagementPort(ManagementConfiguration configuration, Environment environment) {
    number = configuration.port() == 0 ? freePort() : configuration.port();
    environment.addPropertySource(
        PropertySource.of(
            "management port",
            Map.of("guidon.management.port", number),
            Ordered.LOWEST_PRECEDENCE));
  }

  public int number() {
    return number;
  }

  @EventListener
  void announce(ServerStartupEvent event) {
    log.info("Requests on {}, health and metrics on port {}", event.getSource().getURI(), number);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
