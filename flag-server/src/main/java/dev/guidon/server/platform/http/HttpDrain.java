// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.http;

import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets requests that have come be answered before what they need is closed.
///
/// The framework would stop the database first and cut the connections last.
@Singleton
final class HttpDrain {

  private static final Logger LOG = LoggerFactory.getLogger(HttpDrain.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final NettyEmbeddedServer server;

  HttpDrain(NettyEmbeddedServer server) {
    this.server = server;
  }

  /// Last of all who hear of the end: until then, requests are answered as ever.
  @EventListener
  @Order(Ordered.LOWEST_PRECEDENCE)
  void drain(ShutdownEvent event) {
    try {
      server
          .shutdownGracefully()
          .toCompletableFuture()
          .get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("Requests are not answered after {} s; they are cut off", LONGEST.toSeconds());
    } catch (ExecutionException e) {
      LOG.warn("Requests could not be waited for", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
