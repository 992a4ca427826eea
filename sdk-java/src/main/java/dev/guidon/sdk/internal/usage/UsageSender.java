// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.usage;

import dev.guidon.proto.usage.v1.ReportUsageRequest;
import java.time.Duration;

/// How a report gets to the server.
@FunctionalInterface
public interface UsageSender {

  /// What became of a report.
  enum Outcome {
    RECEIVED,
    /// Sending it again would change nothing.
    REFUSED,
    /// It may have arrived or not.
    UNKNOWN
  }

  Outcome send(ReportUsageRequest report, Duration patience);
}
