// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.database.DatabaseUnavailableException;
import dev.guidon.server.database.Transactions;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When tokens were last used, to the minute.
///
/// Kept in memory for up to a minute and then written at once, so that reading something with a token writes nothing.
@Singleton
public final class TokenUses {

  private static final Logger LOG = LoggerFactory.getLogger("dev.guidon.server.access");

  private final Transactions transactions;
  private final TokenUseRepository repository;
  private final Clock clock;
  private final Map<String, Instant> unwritten = new ConcurrentHashMap<>();

  TokenUses(Transactions transactions, TokenUseRepository repository, Clock clock) {
    this.transactions = transactions;
    this.repository = repository;
    this.clock = clock;
  }

  void used(String selector) {
    unwritten.put(selector, clock.instant().truncatedTo(ChronoUnit.MINUTES));
  }

  @Scheduled(initialDelay = "60s", fixedDelay = "60s")
  void write() {
    Map<String, Instant> written = Map.copyOf(unwritten);
    if (written.isEmpty()) {
      return;
    }
    try {
      transactions.write(_ -> {
        written.forEach((selector, at) -> repository.keepNewer(new TokenUseRow(selector, at)));
        return written;
      });
      written.forEach(unwritten::remove);
    } catch (DatabaseUnavailableException e) {
      LOG.warn("When tokens were last used is written a minute later: {}", e.getMessage());
    }
  }

  /// When each of these tokens was last used, as far as this node knows; those that never were are not in it.
  public Map<String, Instant> of(List<String> selectors) {
    Map<String, Instant> uses = new HashMap<>();
    if (!selectors.isEmpty()) {
      transactions
          .read(_ -> repository.findBySelectorIn(selectors))
          .forEach(row -> uses.put(row.selector(), row.lastUsedAt()));
    }
    for (String selector : selectors) {
      Instant here = unwritten.get(selector);
      if (here != null) {
        uses.merge(selector, here, (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    return uses;
  }
}
