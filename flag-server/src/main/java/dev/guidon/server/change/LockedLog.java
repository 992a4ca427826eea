// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.audit.LogHead;
import dev.guidon.server.snapshot.EnvironmentSnapshot;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The log's end under its lock, and the environments as they are there, with what was made in this transaction.
final class LockedLog {

  private final Connection connection;
  private final EnvironmentSnapshots snapshots;

  /// The log's end when it was locked.
  private final LogHead locked;

  private final Map<UUID, EnvironmentSnapshot> made = new HashMap<>();
  private LogHead head;

  LockedLog(Connection connection, LogHead head, EnvironmentSnapshots snapshots) {
    this.connection = connection;
    this.snapshots = snapshots;
    this.locked = head;
    this.head = head;
  }

  Connection connection() {
    return connection;
  }

  LogHead head() {
    return head;
  }

  UnderLock underLock() {
    return new UnderLock(connection, locked, head);
  }

  Optional<EnvironmentSnapshot> environment(UUID environmentId) throws SQLException {
    EnvironmentSnapshot madeHere = made.get(environmentId);
    return madeHere == null
        ? snapshots.at(connection, environmentId, locked.seq())
        : Optional.of(madeHere);
  }

  /// A change was written: the next one goes on from it.
  void advance(LogHead newHead, List<EnvironmentSnapshot> next) {
    head = newHead;
    next.forEach(environment -> made.put(environment.environmentId(), environment));
  }
}
