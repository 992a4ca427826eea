// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseIT {

  @Test
  void runtimeRoleCanReadTheMigratedTables() throws SQLException {
    try (var test = TestDatabase.create();
        var connection = test.dataSource().getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*), current_user FROM definition_version")) {
      row.next();

      assertThat(row.getInt(1)).isZero();
      assertThat(row.getString(2)).isEqualTo("flag_app");
    }
  }
}
