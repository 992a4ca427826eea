// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppendOnlyIT {

  private static final String REFUSED_BY_TRIGGER = "55000";
  private static final String NOT_ALLOWED = "42501";

  private static TestDatabase database;

  @BeforeAll
  static void appendSomething() throws SQLException {
    database = TestDatabase.create();
    var log = new AuditLog(new SecureRandom());
    try (Connection connection = database.runtime()) {
      var events = List.of(Events.about("a"), Events.about("b"));
      log.append(connection, log.lockHead(connection), events, List.of());
      connection.commit();
    }
  }

  @AfterAll
  static void nothingWasChanged() throws SQLException {
    try (Connection connection = database.runtime()) {
      assertThat(new AuditLog(new SecureRandom()).verify(connection))
          .isInstanceOf(AuditVerification.Intact.class);
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void notEvenTheOwnerChangesWhatIsThere(String change) {
    assertThatThrownBy(() -> asOwner(change))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", REFUSED_BY_TRIGGER);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aReplicationRoleDoesNotPutTheTriggersToSleep(String change) {
    assertThatThrownBy(() -> asOwner("SET session_replication_role = replica", change))
        .hasFieldOrPropertyWithValue("SQLState", REFUSED_BY_TRIGGER);
  }

  static Stream<String> changes() {
    return Stream.concat(
        Stream.of("audit_entry", "audit_payload", "audit_node")
            .flatMap(table -> Stream.of("DELETE FROM " + table, "TRUNCATE " + table)),
        Stream.of(
            "UPDATE audit_entry SET action = 'flag.deleted' WHERE seq = 1",
            "UPDATE audit_payload SET content = '{}' WHERE seq = 1",
            "UPDATE audit_node SET hash = sha256('')",
            "INSERT INTO audit_entry SELECT * FROM audit_entry ON CONFLICT (seq) DO UPDATE SET outcome = 'failed'",
            "INSERT INTO audit_payload SELECT * FROM audit_payload ON CONFLICT (seq, part) DO UPDATE SET content = '{}'",
            "INSERT INTO audit_node SELECT * FROM audit_node ON CONFLICT (level, index) DO UPDATE SET hash = sha256('')",
            """
            MERGE INTO audit_entry USING (VALUES (1)) AS other (seq) ON audit_entry.seq = other.seq
            WHEN MATCHED THEN DELETE
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_entry SET action = 'flag.deleted'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_payload SET content = '{}'",
        "DELETE FROM audit_payload",
        "TRUNCATE audit_payload",
        "UPDATE audit_node SET hash = sha256('')",
        "DELETE FROM audit_node",
        "TRUNCATE audit_node",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_keep ON audit_entry",
        "DROP TABLE audit_entry",
        "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "SET session_replication_role = replica",
        "INSERT INTO log_head SELECT * FROM log_head",
        "DELETE FROM log_head",
        "TRUNCATE log_head",
        "UPDATE log_head SET epoch = gen_random_uuid()",
        "SET ROLE guidon_erase"
      })
  void theServersRoleIsNotAllowedToTry(String statement) {
    assertThatThrownBy(
            () -> {
              try (Connection connection = database.runtime()) {
                execute(connection, statement);
              }
            })
        .hasFieldOrPropertyWithValue("SQLState", NOT_ALLOWED);
  }

  @Test
  void theEraserDeletesPayloadsAndNothingElse() throws SQLException {
    try (Connection owner = database.owner()) {
      owner.setAutoCommit(false);
      execute(
          owner,
          "GRANT SELECT, UPDATE, DELETE, TRUNCATE ON audit_entry, audit_payload, audit_node TO guidon_erase",
          "SET ROLE guidon_erase",
          "SAVEPOINT start",
          "DELETE FROM audit_payload WHERE seq = 1 AND part = 'who'");
      try (Statement statement = owner.createStatement();
          var row = statement.executeQuery("SELECT count(*) FROM audit_payload WHERE seq = 1")) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(1);
      }
      for (String refused :
          List.of(
              "DELETE FROM audit_entry",
              "DELETE FROM audit_node",
              "UPDATE audit_payload SET content = '{}'",
              "TRUNCATE audit_payload")) {
        execute(owner, "ROLLBACK TO start");
        assertThatThrownBy(() -> execute(owner, refused))
            .hasFieldOrPropertyWithValue("SQLState", REFUSED_BY_TRIGGER);
      }
      owner.rollback();
    }
  }

  private static void asOwner(String... statements) throws SQLException {
    try (Connection connection = database.owner()) {
      connection.setAutoCommit(false);
      execute(connection, statements);
    }
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
