// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.server.access.SdkKeys;
import dev.guidon.server.database.DatabaseUnavailableException;
import dev.guidon.server.health.Readiness;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import dev.guidon.server.snapshot.LogFollower;
import dev.guidon.server.snapshot.LogFollower.InternalChange;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts following the log and serving SDKs once the rest of the server is up, and stops in the other order.
@Singleton
final class DeliveryLifecycle {

  private static final Logger log = LoggerFactory.getLogger(DeliveryLifecycle.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final LogFollower follower;
  private final EnvironmentSnapshots snapshots;
  private final SdkKeys keys;
  private final SdkStreams streams;
  private final GrpcServer server;
  private final Readiness readiness;
  private volatile boolean stopping;

  DeliveryLifecycle(
      LogFollower follower,
      EnvironmentSnapshots snapshots,
      SdkKeys keys,
      SdkStreams streams,
      GrpcServer server,
      Readiness readiness) {
    this.follower = follower;
    this.snapshots = snapshots;
    this.keys = keys;
    this.streams = streams;
    this.server = server;
    this.readiness = readiness;
  }

  @EventListener
  void start(ServerStartupEvent event) {
    keys.listenToRevocation(keyId -> streams.expel(client -> client.keyId().equals(keyId)));
    snapshots.listenToRemoval(environmentId -> {
      keys.forgetEnvironment(environmentId);
      streams.expel(client -> client.environmentId().equals(environmentId));
    });
    follower.listenToNewEpoch(keys::forgetAll);
    follower.listen(this::heed);
    follower.start();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("guidon-first-snapshots").start(this::loadFirstSnapshots);
  }

  /// What was revoked on another node is revoked here too.
  private void heed(List<InternalChange> changes) {
    for (InternalChange change : changes) {
      if (change.kind().equals("sdk-key") && change.deleted()) {
        keys.forget(change.definitionId());
      }
    }
  }

  /// So that SDKs and evaluations find every environment in memory, even if the database goes away right after the start.
  private void loadFirstSnapshots() {
    try {
      follower.awaitHead();
      while (!stopping && !haveAllSnapshots()) {
        Thread.sleep(RETRY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean haveAllSnapshots() {
    try {
      snapshots.loadAll();
      readiness.ready();
      return true;
    } catch (DatabaseUnavailableException e) {
      if (!stopping) {
        log.warn("Not all environments could be read yet; it is tried again: {}", e.toString());
      }
      return false;
    }
  }

  @EventListener
  void stop(ShutdownEvent event) {
    stopping = true;
    readiness.leaving();
    server.stop();
    follower.close();
  }
}
