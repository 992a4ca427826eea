// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How often each flag of an environment served what.
///
/// @param since the beginning of the first hour that is counted
@Serdeable
record UsageResponse(Instant since, List<FlagUsage> flags) {

  /// How often one flag served what.
  @Serdeable
  record FlagUsage(String flag, long count, List<Count> counts) {}

  /// How often a flag served one variation for one kind of reason.
  ///
  /// @param variation empty when the caller's default was used
  @Serdeable
  record Count(String variation, String reason, long count) {}

  /// @param counts in the order of flags
  static UsageResponse from(Instant since, List<UsageReport.Count> counts) {
    Map<String, List<Count>> byFlag = new LinkedHashMap<>();
    for (UsageReport.Count count : counts) {
      byFlag
          .computeIfAbsent(count.flag(), _ -> new ArrayList<>())
          .add(new Count(count.variation(), count.reason(), count.count()));
    }
    return new UsageResponse(
        since,
        byFlag.entrySet().stream()
            .map(entry ->
                new FlagUsage(
                    entry.getKey(),
                    entry.getValue().stream().mapToLong(Count::count).sum(),
                    entry.getValue()))
            .toList());
  }
}
