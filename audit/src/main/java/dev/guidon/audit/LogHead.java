// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.MerkleFrontier;
import java.time.Instant;
import java.util.UUID;

/// Where the log ends, as seen by the transaction that holds its lock.
///
/// @param seq the number of the newest entry, 0 for an empty log; the next has seq + 1
/// @param epoch which life of the log this is; a restored database begins a new one
/// @param lastAt when the newest entry was made
/// @param at the time of whatever is written under this lock; never before `lastAt`
public record LogHead(long seq, UUID epoch, Instant lastAt, Instant at, MerkleFrontier frontier) {

  public LogHead {
    requireNonNull(epoch, "epoch");
    if (at.isBefore(lastAt)) {
      throw new IllegalArgumentException("at: " + at + " (expected: " + lastAt + " or later)");
    }
    if (frontier.size() != seq) {
      throw new IllegalArgumentException(
          "frontier: size " + frontier.size() + " (expected: seq " + seq + ")");
    }
  }
}
