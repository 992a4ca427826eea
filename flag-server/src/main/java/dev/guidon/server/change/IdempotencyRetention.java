// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.database.DatabaseUnavailableException;
import dev.guidon.server.database.Transactions;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets go of idempotency keys a week after they were used.
@Singleton
final class IdempotencyRetention {

  private static final Logger LOG = LoggerFactory.getLogger("dev.guidon.server.change");
  private static final Duration KEPT = Duration.ofDays(7);

  private final Transactions transactions;
  private final Clock clock;

  IdempotencyRetention(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Scheduled(initialDelay = "10m", fixedDelay = "1h")
  void forget() {
    Instant oldest = clock.instant().minus(KEPT);
    try {
      transactions.write(connection -> {
        Idempotency.forgetBefore(connection, oldest);
        return oldest;
      });
    } catch (DatabaseUnavailableException e) {
      LOG.warn("Old idempotency keys stay an hour longer", e);
    }
  }
}
