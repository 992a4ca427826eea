// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.usage;

import static java.util.Objects.requireNonNull;

import dev.guidon.proto.usage.v1.ReportUsageRequest;
import dev.guidon.proto.usage.v1.UsageCount;
import dev.guidon.sdk.internal.sync.ClientIdentity;
import dev.guidon.sdk.internal.sync.Ticker;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what was counted, each count once.
///
/// One report is under way at a time and keeps its number and its content until the server has it, because nobody can
/// know whether a report that got no answer arrived; the server knows the number again. What is counted meanwhile goes
/// into the next one. So a server that is away for a day costs no memory and no count.
///
/// To be called by one thread at a time.
public final class UsageReporter {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk.usage");

  /// Keeps a report well below the largest message that a server takes.
  private static final int MAX_COUNTS = 2_000;

  private final UsageCounters counters;
  private final UsageSender sender;
  private final ClientIdentity identity;
  private final Ticker ticker;

  private @Nullable ReportUsageRequest underWay;
  private long number;
  private long countedSince;

  public UsageReporter(
      UsageCounters counters, UsageSender sender, ClientIdentity identity, Ticker ticker) {
    this.counters = requireNonNull(counters, "counters");
    this.sender = requireNonNull(sender, "sender");
    this.identity = requireNonNull(identity, "identity");
    this.ticker = requireNonNull(ticker, "ticker");
    this.countedSince = ticker.millis();
  }

  /// Sends all that was counted, in as many reports as it takes, and stops at the first that does not arrive.
  ///
  /// @param patience how long each report may take
  public void report(Duration patience) {
    while (true) {
      if (underWay == null) {
        underWay = next();
      }
      if (underWay == null) {
        return;
      }
      switch (sender.send(underWay, patience)) {
        case RECEIVED -> underWay = null;
        case REFUSED -> {
          log.warn("the server refuses usage report {}; its counts are lost", underWay.getReport());
          underWay = null;
          return;
        }
        case UNKNOWN -> {
          return;
        }
      }
    }
  }

  private @Nullable ReportUsageRequest next() {
    List<UsageCount> counts = counters.take(MAX_COUNTS);
    if (counts.isEmpty()) {
      return null;
    }
    long now = ticker.millis();
    var report =
        ReportUsageRequest.newBuilder()
            .setInstance(identity.instance())
            .setSdk(identity.sdk())
            .setReport(++number)
            .setIntervalMillis(now - countedSince)
            .addAllCounts(counts)
            .build();
    countedSince = now;
    return report;
  }
}
