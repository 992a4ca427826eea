// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.guidon.server.database.DatabaseTarget.Login;
import dev.guidon.server.database.embedded.PostgresListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A PostgreSQL that somebody else runs, with roles that somebody else made, or not.
class ExternalDatabaseIT {
  private static final Login RUNTIME = new Login("external_app", "runtime");

  private TestDatabase server;
  private Connection administrator;

  @BeforeEach
  void createDatabase() throws SQLException {
    server = TestDatabase.create();
    administrator = server.openOwner();
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    execute("DROP DATABASE IF EXISTS external WITH (FORCE)");
    for (String role : new String[] {"external_app", "external_owner", "external_erase"}) {
      execute("DROP ROLE IF EXISTS " + role);
    }
    administrator.close();
    server.close();
  }

  @Test
  void anOwnerWhoMayMakeRolesNeedsNoPreparation() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN CREATEROLE PASSWORD 'owner'");
    execute("CREATE DATABASE external OWNER external_owner");

    try (var database = open();
        var connection = database.dataSource().getConnection()) {
      assertThat(text(connection, "SELECT current_user")).isEqualTo("external_app");
      assertThat(text(connection, "SELECT count(*) FROM definition_version")).isEqualTo("0");
    }
    try (var again = open()) {
      assertThat(again.problem()).isEmpty();
    }
  }

  @Test
  void anOwnerWhoMayNotMakeRolesGetsByWithRolesThatExist() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN PASSWORD 'owner'");
    execute("CREATE ROLE external_app LOGIN PASSWORD 'runtime'");
    execute("CREATE DATABASE external OWNER external_owner");

    try (var database = open()) {
      assertThat(database.problem()).isEmpty();
    }
  }

  @Test
  void saysHowToMakeARoleThatIsMissing() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN PASSWORD 'owner'");
    execute("CREATE DATABASE external OWNER external_owner");

    assertRefused()
        .withMessageContaining(
            "The role external_app does not exist, and external_owner may not make it")
        .withMessageContaining("CREATE ROLE external_app LOGIN PASSWORD '…';");
  }

  @Test
  void refusesAnOwnerWhoMayMakeNoTables() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN PASSWORD 'owner'");
    execute("CREATE DATABASE external");

    assertRefused().withMessageContaining("GRANT CREATE ON SCHEMA public TO external_owner;");
  }

  @Test
  void refusesARuntimeRoleThatCouldRewriteTheLog() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN PASSWORD 'owner'");
    execute("CREATE ROLE external_app LOGIN PASSWORD 'runtime' IN ROLE external_owner");
    execute("CREATE DATABASE external OWNER external_owner");

    assertRefused()
        .withMessageContaining(
            "guidon.database.runtime-user: external_app has all rights of external_owner");
  }

  @Test
  void refusesAWrongPassword() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN PASSWORD 'another'");
    execute("CREATE DATABASE external OWNER external_owner");

    assertRefused()
        .withMessageContaining(
            "guidon.database.owner-user: external_owner is refused by the database");
  }

  @Test
  void refusesAWrongPasswordOfTheRuntimeRole() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN PASSWORD 'owner'");
    execute("CREATE ROLE external_app LOGIN PASSWORD 'another'");
    execute("CREATE DATABASE external OWNER external_owner");

    assertRefused()
        .withMessageContaining(
            "guidon.database.runtime-user: external_app is refused by the database");
  }

  @Test
  void saysHowToMakeADatabaseThatIsMissing() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN PASSWORD 'owner'");

    assertRefused().withMessageContaining("CREATE DATABASE guidon OWNER external_owner;");
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    int port = freePort();
    var nobody =
        TestConfigurations.external(
            "jdbc:postgresql://127.0.0.1:" + port + "/external", owner(), RUNTIME);

    assertThatExceptionOfType(DatabaseStartException.class)
        .isThrownBy(() -> Database.open(nobody, PostgresListener.NONE))
        .withMessageContaining("guidon.database.url: no PostgreSQL can be reached there")
        .withMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void aRoleThatDoesNotWaitForTheDiskIsRefusedUnlessThatIsAccepted() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN PASSWORD 'owner'");
    execute("CREATE ROLE external_app LOGIN PASSWORD 'runtime'");
    execute("ALTER ROLE external_app SET synchronous_commit = off");
    execute("CREATE DATABASE external OWNER external_owner");

    assertRefused()
        .withMessageContaining("synchronous_commit: off (expected: on, or remote_apply)")
        .withMessageContaining("--accept-data-loss");

    try (var database =
            Database.open(
                TestConfigurations.externalThatMayLose(url(), owner(), RUNTIME),
                PostgresListener.NONE);
        var connection = database.dataSource().getConnection()) {
      assertThat(database.durability().dangers()).hasSize(1);
      assertThat(text(connection, "SHOW synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void sessionsKeepWaitingForStandbysWhereTheyDid() throws SQLException {
    execute("CREATE ROLE external_owner LOGIN PASSWORD 'owner'");
    execute("CREATE ROLE external_app LOGIN PASSWORD 'runtime'");
    execute("ALTER ROLE external_app SET synchronous_commit = remote_apply");
    execute("CREATE DATABASE external OWNER external_owner");

    try (var database = open();
        var connection = database.dataSource().getConnection()) {
      assertThat(text(connection, "SHOW synchronous_commit")).isEqualTo("remote_apply");
    }
  }

  private ThrowableAssertAlternative<DatabaseStartException> assertRefused() {
    return assertThatExceptionOfType(DatabaseStartException.class).isThrownBy(this::open);
  }

  private Database open() {
    return Database.open(
        TestConfigurations.external(url(), owner(), RUNTIME), PostgresListener.NONE);
  }

  private static Login owner() {
    return new Login("external_owner", "owner");
  }

  private String url() {
    return server.target().url().replaceFirst("/[^/]*$", "/external");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = administrator.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
