// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static java.util.Objects.requireNonNull;

import dev.guidon.server.log.Checkpoints.Signed;
import dev.guidon.server.platform.OutboundGuard;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends checkpoints to an address by POST. Only the newest is tried again: it covers those that did not arrive.
@Singleton
@Requires(property = "guidon.audit.sink-webhook")
final class WebhookSink implements CheckpointSink {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSink.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final URI address;
  private final OutboundGuard guard;
  private final AtomicReference<@Nullable Signed> waiting = new AtomicReference<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("guidon-checkpoint-webhook").daemon().factory());
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  WebhookSink(AuditConfiguration configuration) {
    this.address = requireNonNull(configuration.sinkWebhook(), "guidon.audit.sink-webhook");
    this.guard =
        configuration.sinkPrivateAddresses() ? OutboundGuard.PERMISSIVE : OutboundGuard.STRICT;
  }

  @Override
  public void accept(Signed signed) {
    if (waiting.getAndSet(signed) == null) {
      thread.execute(this::send);
    }
  }

  private void send() {
    Signed signed = waiting.getAndSet(null);
    if (signed == null) {
      return;
    }
    try {
      int status =
          http.send(
                  HttpRequest.newBuilder(guard.require(address))
                      .timeout(LIMIT)
                      .header("Content-Type", "application/jose")
                      .POST(BodyPublishers.ofString(signed.jws()))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      if (status >= 300) {
        LOG.warn("The checkpoint webhook answered {}; the next one covers this one", status);
      }
    } catch (IOException e) {
      LOG.warn("The checkpoint webhook was not reached; the next one covers this one", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }
}
