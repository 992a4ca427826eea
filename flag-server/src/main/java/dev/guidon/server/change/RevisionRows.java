// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.database.Sql;
import dev.guidon.server.snapshot.Published;
import java.sql.SQLException;
import java.util.List;

/// The SQL of the table `environment_revision`, and the hint to other nodes that something is new.
final class RevisionRows {

  /// The channel on which nodes hear of a new head; its payload is the number of the newest entry.
  static final String CHANNEL = "guidon_head";

  private static final String INSERT =
      """
      INSERT INTO environment_revision (environment_id, seq, prev_rev, digest)
      VALUES (?, ?, ?, ?)
      """;

  private static final String NOTIFY = "SELECT pg_notify(?, ?)";

  private RevisionRows() {}

  static void write(Sql.Batch batch, List<Published> next, long seq) throws SQLException {
    for (Published published : next) {
      batch.add(
          INSERT,
          published.environmentId(),
          seq,
          published.previousRevision(),
          published.state().digest().toByteArray());
    }
    batch.add(NOTIFY, CHANNEL, Long.toString(seq));
  }
}
