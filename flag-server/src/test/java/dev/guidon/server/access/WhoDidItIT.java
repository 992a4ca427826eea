// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static dev.guidon.server.access.TestAccess.made;
import static dev.guidon.server.access.TestAccess.selector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The log says of each change of people and tokens what it was, and with which token it was made.
class WhoDidItIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private record Entry(String action, String via, String tokenSelector, boolean ofInstallation) {}

  @Test
  void everyChangeOfAccessIsInTheLogUnderItsToken() throws SQLException {
    var access = new TestAccess(server.uri(), server.admin()).user("ada").grant("ada", "admin", "");
    String token = access.token("\"user\": \"ada\"", "");
    RestClient ada = access.with(token).with("If-Match", "*");
    long before = newest();

    made(ada.post("/api/v1/users", "{\"key\": \"bob\"}"));
    made(ada.put("/api/v1/users/bob", "{\"disabled\": true}"));
    made(ada.delete("/api/v1/users/bob"));
    made(ada.post("/api/v1/service-accounts", "{\"key\": \"ci\"}"));
    made(ada.post("/api/v1/groups", "{\"key\": \"team\", \"serviceAccounts\": [\"ci\"]}"));
    made(
        ada.post(
            "/api/v1/roles", "{\"key\": \"r\", \"statements\": [{\"actions\": [\"flag:read\"]}]}"));
    made(ada.post("/api/v1/grants", "{\"key\": \"g\", \"group\": \"team\", \"role\": \"r\"}"));
    made(ada.delete("/api/v1/grants/g"));
    String made = made(ada.post("/api/v1/me/tokens", "{\"name\": \"t\"}")).text("/selector");
    made(ada.put("/api/v1/me/tokens/" + made, "{\"name\": \"t\", \"actions\": [\"flag:read\"]}"));
    made(ada.delete("/api/v1/me/tokens/" + made));
    made(ada.delete("/api/v1/admin-token"));

    assertThat(entriesSince(before))
        .extracting(Entry::action)
        .containsExactly(
            "user.created",
            "user.updated",
            "user.deleted",
            "service-account.created",
            "group.created",
            "role.created",
            "grant.created",
            "grant.deleted",
            "token.created",
            "token.narrowed",
            "token.revoked",
            "admin-token.deleted");
    assertThat(entriesSince(before))
        .allSatisfy(entry -> {
          assertThat(entry.via).isEqualTo("pat");
          assertThat(entry.tokenSelector).isEqualTo(selector(token));
          assertThat(entry.ofInstallation).isTrue();
        });
    assertThat(entriesSince(0)).first().extracting(Entry::via).isEqualTo("legacy");
  }

  private static long newest() throws SQLException {
    try (Connection connection = server.database().dataSource().getConnection()) {
      return Sql.one(connection, "SELECT log_head.seq FROM log_head", row -> row.getLong("seq"))
          .orElseThrow();
    }
  }

  private static List<Entry> entriesSince(long seq) throws SQLException {
    try (Connection connection = server.database().dataSource().getConnection()) {
      return Sql.list(
          connection,
          """
          SELECT entry.action, entry.via, entry.token_selector, entry.project_id
          FROM audit_entry AS entry
          WHERE entry.seq > ?
          ORDER BY entry.seq
          """,
          row ->
              new Entry(
                  row.getString("action"),
                  row.getString("via"),
                  row.getString("token_selector"),
                  row.getString("project_id") == null),
          seq);
    }
  }
}
