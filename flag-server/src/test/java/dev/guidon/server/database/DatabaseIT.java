// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class DatabaseIT {
  private TestDatabase test;

  @BeforeEach
  void createDatabase() {
    test = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    test.close();
  }

  @Test
  void theServerWorksAsTheRuntimeRole() throws SQLException {
    try (var connection = test.dataSource().getConnection()) {
      assertThat(text(connection, "SELECT current_user")).isEqualTo("flag_app");
      assertThat(
              text(
                  connection,
                  "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("f");
    }
  }

  @Test
  void eachSessionHasItsLimitsAndWaitsForTheDisk() throws SQLException {
    try (var pooled = test.dataSource().getConnection();
        var listener = test.database().openListener()) {
      for (Connection connection : List.of(pooled, listener)) {
        assertThat(text(connection, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(text(connection, "SHOW statement_timeout")).isEqualTo("15s");
        assertThat(text(connection, "SHOW lock_timeout")).isEqualTo("3s");
        assertThat(text(connection, "SHOW idle_in_transaction_session_timeout")).isEqualTo("10s");
      }
    }
  }

  @Test
  void historyCanBeAddedToAndReadButNotChanged() throws SQLException {
    try (var connection = test.dataSource().getConnection()) {
      for (String table : appendOnlyTables(connection)) {
        assertThat(rights(connection, table))
            .as(table)
            .contains("SELECT", "INSERT")
            .doesNotContain("UPDATE", "DELETE", "TRUNCATE");
      }
      assertThat(appendOnlyTables(connection))
          .contains("definition_version", "environment_revision");
    }
  }

  @Test
  void theRuntimeRoleMakesNoTables() throws SQLException {
    try (var connection = test.dataSource().getConnection()) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> execute(connection, "CREATE TABLE mine (number int)"))
          .matches(e -> "42501".equals(e.getSQLState()));
    }
  }

  @Test
  void nobodyCanLogInAsTheEraseRole() throws SQLException {
    try (var owner = test.openOwner()) {
      assertThat(text(owner, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'guidon_erase'"))
          .isEqualTo("f");
      assertThat(text(owner, "SELECT pg_has_role('flag_app', 'guidon_erase', 'MEMBER')"))
          .isEqualTo("f");
    }
  }

  @Test
  void theOwnersConnectionIsClosedAfterMigration() throws SQLException {
    try (var owner = test.openOwner()) {
      assertThat(
              text(
                  owner,
                  "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                      + " AND usename = current_user AND pid <> pg_backend_pid()"))
          .isEqualTo("0");
    }
  }

  @Test
  void aListenerHearsOfACommit() throws SQLException {
    try (var listener = test.database().openListener();
        var connection = test.dataSource().getConnection()) {
      execute(listener, "LISTEN changes");

      execute(connection, "SELECT pg_notify('changes', '7')");

      var heard = listener.unwrap(PGConnection.class).getNotifications(5_000);
      assertThat(heard).hasSize(1);
      assertThat(heard[0].getParameter()).isEqualTo("7");
    }
  }

  @Test
  void testsDoNotSeeEachOthersData() throws SQLException {
    try (var other = TestDatabase.create();
        var owner = test.openOwner();
        var others = other.openOwner()) {
      execute(owner, "CREATE TABLE mine (number int)");

      assertThat(text(others, "SELECT to_regclass('mine')")).isNull();
    }
  }

  @Test
  void aHealthyDatabaseHasNoProblem() {
    assertThat(test.database().problem()).isEmpty();
    assertThat(test.database().durability()).isEqualTo(new Durability(true, true, "on", true));
  }

  private static List<String> appendOnlyTables(Connection connection) throws SQLException {
    return texts(
        connection,
        """
        SELECT class.relname
        FROM pg_class AS class
        WHERE class.relkind = 'r'
          AND class.relnamespace = 'public'::regnamespace
          AND (class.relname LIKE 'audit_%' OR class.relname IN ('definition_version', 'environment_revision'))
        """);
  }

  private static List<String> rights(Connection connection, String table) throws SQLException {
    return texts(
        connection,
        """
        SELECT privilege.name
        FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege(name)
        WHERE has_table_privilege(current_user, '%s', privilege.name)
        """
            .formatted(table));
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    return texts(connection, sql).getFirst();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
