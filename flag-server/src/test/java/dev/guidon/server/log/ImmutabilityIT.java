// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guidon.server.FlagServerExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever takes over the server has its connections, and still cannot change what happened.
class ImmutabilityIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final String NOT_ALLOWED = "42501";

  @BeforeAll
  static void changeSomething() {
    server.admin().post("/api/v1/projects", "{\"key\": \"shop\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_entry SET actor_id = 'somebody-else'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_payload SET content = '{}'",
        "DELETE FROM audit_payload",
        "DELETE FROM audit_node",
        "UPDATE audit_key SET jwk = '{}'",
        "DELETE FROM audit_key",
        "UPDATE log_head SET epoch = gen_random_uuid()",
        "DELETE FROM log_head",
        "UPDATE definition_version SET content = '{}'",
        "DELETE FROM definition_version",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TABLE audit_entry",
        "SET ROLE guidon_erase"
      })
  void theServersRoleChangesNothingOfTheLog(String statement) {
    assertThatThrownBy(() -> execute(statement))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", NOT_ALLOWED);
  }

  @Test
  void theLogIsWhatItWas() {
    assertThat(server.admin().get("/api/v1/audit/entries").text("/items/0/words"))
        .isEqualTo("admin created the project `shop`");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = server.database().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
