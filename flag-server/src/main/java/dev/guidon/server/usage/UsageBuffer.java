// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import java.util.ArrayList;
import java.util.List;

/// Reports that wait to be written, at most so many counts of them.
final class UsageBuffer {

  static final int MOST_COUNTS = 500_000;

  private List<UsageReport> waiting = new ArrayList<>();
  private int counts;

  /// Whether there was room. A report that found none is to be sent again later.
  synchronized boolean offer(UsageReport report) {
    // A report without counts is still remembered, so it costs as much as one count.
    int cost = Math.max(1, report.counts().size());
    if (counts + cost > MOST_COUNTS) {
      return false;
    }
    waiting.add(report);
    counts += cost;
    return true;
  }

  synchronized List<UsageReport> take() {
    List<UsageReport> taken = waiting;
    waiting = new ArrayList<>();
    counts = 0;
    return taken;
  }

  /// Puts back what could not be written, as far as there is room.
  void putBack(List<UsageReport> reports) {
    reports.forEach(this::offer);
  }
}
