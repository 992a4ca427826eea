// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import dev.guidon.server.database.Database;
import dev.guidon.server.failpoint.Failpoints;
import dev.guidon.server.platform.MonotonicClock;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

@Factory
final class SnapshotFactory {

  @Singleton
  @Bean(preDestroy = "close")
  LogFollower logFollower(
      Database database,
      EnvironmentSnapshots snapshots,
      MonotonicClock clock,
      LogConfiguration configuration,
      Failpoints failpoints) {
    return new LogFollower(
        database::openListener, snapshots, clock, configuration.listen(), failpoints);
  }
}
