// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import dev.guidon.server.database.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what SDKs report for some seconds and writes it in one go.
///
/// A node that is killed loses those seconds of counts; nothing else reads them. While the database is away, reports are
/// kept as long as there is room.
final class UsageCollector implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(UsageCollector.class);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  /// Longer than an SDK repeats a report for.
  private static final Duration INSTANCES_KEPT = Duration.ofDays(1);

  private final Transactions transactions;
  private final KnownFlags flags;
  private final Clock clock;
  private final UsageConfiguration configuration;
  private final UsageBuffer buffer = new UsageBuffer();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("guidon-usage").daemon().factory());
  private boolean failing;

  UsageCollector(
      Transactions transactions, KnownFlags flags, Clock clock, UsageConfiguration configuration) {
    this.transactions = transactions;
    this.flags = flags;
    this.clock = clock;
    this.configuration = configuration;
  }

  void start() {
    long period = configuration.flush().toMillis();
    var _ = thread.scheduleWithFixedDelay(this::flush, period, period, TimeUnit.MILLISECONDS);
    var _ =
        thread.scheduleWithFixedDelay(
            this::forget, 0, FORGET_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Whether the report was taken in; if not, it is to be sent again later.
  boolean take(UsageReport report) {
    return buffer.offer(report.withFlags(key -> flags.nameOf(report.environmentId(), key)));
  }

  /// Writes what was taken in. A report that was written before changes nothing.
  void flush() {
    List<UsageReport> reports = buffer.take();
    if (reports.isEmpty()) {
      return;
    }
    try {
      transactions.write(connection -> {
        UsageStore.add(connection, reports);
        return reports.size();
      });
      failing = false;
    } catch (RuntimeException e) {
      buffer.putBack(reports);
      if (!failing) {
        log.warn("Usage cannot be written; it is kept and tried again: {}", e.toString());
      }
      failing = true;
    }
  }

  private void forget() {
    flags.forget();
    Instant now = clock.instant();
    try {
      transactions.write(connection -> {
        UsageStore.forget(connection, now.minus(configuration.kept()), now.minus(INSTANCES_KEPT));
        return true;
      });
    } catch (RuntimeException e) {
      log.debug("Old usage cannot be deleted now", e);
    }
  }

  /// Writes the last counts and stops.
  @Override
  public void close() {
    thread.shutdownNow();
    flush();
  }
}
