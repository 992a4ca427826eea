// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Whether a PostgreSQL keeps what it has confirmed, as far as its settings tell.
///
/// @param fsync whether it waits for the disk at all
/// @param fullPageWrites whether a page that was half written when the power went can be repaired
/// @param synchronousCommit what a commit waits for, before our sessions set it
/// @param dataChecksums whether it notices a page that the disk has spoilt
public record Durability(
    boolean fsync, boolean fullPageWrites, String synchronousCommit, boolean dataChecksums) {

  private static final String READ =
      """
      SELECT
        current_setting('fsync')::boolean,
        current_setting('full_page_writes')::boolean,
        current_setting('synchronous_commit'),
        current_setting('data_checksums')::boolean
      """;

  static Durability read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(READ)) {
      row.next();
      return new Durability(
          row.getBoolean(1), row.getBoolean(2), row.getString(3), row.getBoolean(4));
    }
  }

  /// The settings with which an answered change can be lost; empty when none can.
  public List<String> dangers() {
    List<String> dangers = new ArrayList<>();
    if (!fsync) {
      dangers.add("fsync: off (expected: on)");
    }
    if (!fullPageWrites) {
      dangers.add("full_page_writes: off (expected: on)");
    }
    if (synchronousCommit.equals("off")) {
      dangers.add("synchronous_commit: off (expected: on, or remote_apply)");
    }
    return List.copyOf(dangers);
  }
}
