// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import dev.guidon.server.database.Transactions;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

@Factory
final class UsageFactory {

  @Singleton
  @Bean(preDestroy = "close")
  UsageCollector usageCollector(
      Transactions transactions,
      EnvironmentSnapshots snapshots,
      Clock clock,
      UsageConfiguration configuration) {
    var collector =
        new UsageCollector(transactions, new KnownFlags(snapshots), clock, configuration);
    collector.start();
    return collector;
  }
}
