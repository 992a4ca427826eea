// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// What one SDK counted over one interval.
///
/// @param instance the SDK's instance, which numbers its reports from 1
/// @param receivedAt when this node took it in
record UsageReport(
    UUID environmentId, String instance, long report, Instant receivedAt, List<Count> counts) {

  /// How often a flag served one variation for one kind of reason.
  ///
  /// @param variation empty when the caller's default was used
  record Count(String flag, String variation, String reason, long count) {}

  UsageReport {
    counts = List.copyOf(counts);
  }

  /// The same counts under other names of flags.
  UsageReport withFlags(UnaryOperator<String> nameOf) {
    return new UsageReport(
        environmentId,
        instance,
        report,
        receivedAt,
        counts.stream()
            .map(count ->
                new Count(
                    nameOf.apply(count.flag()), count.variation(), count.reason(), count.count()))
            .toList());
  }
}
