// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.health;

import dev.guidon.server.snapshot.EnvironmentSnapshots;
import dev.guidon.server.snapshot.LogFollower;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;

/// What operators see of the node itself.
@Context
final class NodeMetrics {

  NodeMetrics(
      MeterRegistry registry,
      LogFollower follower,
      EnvironmentSnapshots snapshots,
      Readiness readiness) {
    Gauge.builder("guidon.log.age.seconds", follower, f -> f.age().toMillis() / 1000.0)
        .description("How long ago the database confirmed that this node has everything")
        .register(registry);
    Gauge.builder("guidon.log.revision", snapshots, EnvironmentSnapshots::confirmedSeq)
        .description("The number of the log up to which this node has everything")
        .register(registry);
    Gauge.builder("guidon.log.listening", follower, f -> f.isListening() ? 1 : 0)
        .description("1 if this node hears of changes at once, 0 if it sees them by polling")
        .register(registry);
    Gauge.builder("guidon.environments", snapshots, EnvironmentSnapshots::count)
        .description("Environments in memory")
        .register(registry);
    Gauge.builder("guidon.ready", readiness, r -> r.state() == Readiness.State.READY ? 1 : 0)
        .description("1 if this node is ready")
        .register(registry);
  }
}
