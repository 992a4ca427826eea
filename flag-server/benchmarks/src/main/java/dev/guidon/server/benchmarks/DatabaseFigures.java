// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/// What a server's database counts of the rows that it reads and writes.
final class DatabaseFigures {

  private static final String ROWS =
      """
      SELECT
        sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) AS read,
        sum(n_tup_ins + n_tup_upd + n_tup_del) AS written
      FROM pg_stat_user_tables
      """;

  /// Sessions hand in what they counted when they have been idle for up to ten seconds.
  private static final long HANDED_IN_MILLIS = 12_000;

  private final List<String> settings;

  DatabaseFigures(ServerProcess server) {
    this.settings = server.sharedDatabase();
  }

  /// Rows of tables, since the database was made.
  record Rows(long read, long written) {
    Rows minus(Rows earlier) {
      return new Rows(read - earlier.read, written - earlier.written);
    }
  }

  Rows rows() {
    Pause.millis(HANDED_IN_MILLIS);
    var login = new Properties();
    login.setProperty("user", setting("owner-user"));
    login.setProperty("password", setting("owner-password"));
    try (Connection connection = DriverManager.getConnection(setting("url"), login);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ROWS)) {
      row.next();
      return new Rows(row.getLong("read"), row.getLong("written"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String setting(String name) {
    String option = "--guidon.database." + name + "=";
    return settings.stream()
        .filter(setting -> setting.startsWith(option))
        .map(setting -> setting.substring(option.length()))
        .findFirst()
        .orElseThrow();
  }
}
