// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.database.Sql;
import dev.guidon.server.snapshot.Published;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The SQL of the table `environment_revision`, and the hint to other nodes that something is new.
final class RevisionRows {

  /// The channel on which nodes hear of a new head; its payload is the number of the newest entry.
  static final String CHANNEL = "guidon_head";

  private static final String INSERT_AND_NOTIFY =
      """
      WITH revised AS (
        INSERT INTO environment_revision (environment_id, seq, prev_rev, digest)
        SELECT revision.environment_id, ?, revision.prev_rev, revision.digest
        FROM unnest(?::uuid[], ?::bigint[], ?::bytea[]) AS revision (environment_id, prev_rev, digest)
      )
      SELECT pg_notify(?, ?)
      """;

  private RevisionRows() {}

  static void insert(Connection connection, List<Published> next, long seq) throws SQLException {
    Sql.list(
        connection,
        INSERT_AND_NOTIFY,
        row -> true,
        seq,
        connection.createArrayOf("uuid", next.stream().map(Published::environmentId).toArray()),
        connection.createArrayOf(
            "bigint", next.stream().map(Published::previousRevision).toArray()),
        connection.createArrayOf(
            "bytea",
            next.stream()
                .map(published -> published.state().digest().toByteArray())
                .toArray(byte[][]::new)),
        CHANNEL,
        Long.toString(seq));
  }
}
