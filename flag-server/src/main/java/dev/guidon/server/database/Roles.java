// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import dev.guidon.server.database.DatabaseTarget.Login;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/// Makes the roles that the migrations grant rights to, and sees to it that the runtime role can do no more than it is granted.
final class Roles {

  /// Any number will do that no other program on the database uses.
  private static final long LOCK = 0x67756964_6f6e0001L;

  private final Connection owner;
  private final Login runtime;
  private final String eraseRole;

  Roles(Connection owner, Login runtime, String eraseRole) {
    this.owner = owner;
    this.runtime = runtime;
    this.eraseRole = eraseRole;
  }

  /// Makes what is missing, one server at a time.
  void ensure() throws SQLException {
    execute("SET lock_timeout = '1min'");
    execute("SELECT pg_advisory_lock(" + LOCK + ")");
    try {
      requireOwnership();
      if (!exists(runtime.user())) {
        createRuntime();
      }
      requireLimited();
      if (!exists(eraseRole)) {
        requireMayCreate(eraseRole, "NOLOGIN");
        execute("CREATE ROLE " + eraseRole + " NOLOGIN NOINHERIT");
        execute("GRANT " + eraseRole + " TO CURRENT_USER");
      }
      grantUsage(runtime.user());
      grantUsage(eraseRole);
    } finally {
      execute("SELECT pg_advisory_unlock(" + LOCK + ")");
    }
  }

  private void requireOwnership() throws SQLException {
    if (!ask("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")) {
      throw new DatabaseStartException(
          "guidon.database.owner-user: "
              + user()
              + " may not make tables in the schema public (expected: the database's owner)."
              + " Its owner can allow it: GRANT CREATE ON SCHEMA public TO "
              + user()
              + ";");
    }
  }

  private void createRuntime() throws SQLException {
    requireMayCreate(runtime.user(), "LOGIN PASSWORD '…'");
    execute("CREATE ROLE " + runtime.user() + " LOGIN");
    String password = runtime.password();
    if (password != null) {
      // Scrambled on our side: the password itself must not appear in the database's log.
      owner
          .unwrap(PGConnection.class)
          .alterUserPassword(runtime.user(), password.toCharArray(), "scram-sha-256");
    }
  }

  private void requireMayCreate(String role, String attributes) throws SQLException {
    if (!ask("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")) {
      throw new DatabaseStartException(
          "The role "
              + role
              + " does not exist, and "
              + user()
              + " may not make it. Somebody who may can run:"
              + " CREATE ROLE "
              + role
              + " "
              + attributes
              + ";");
    }
  }

  /// What the server must not change, it must not be able to change.
  private void requireLimited() throws SQLException {
    if (ask("SELECT rolsuper FROM pg_roles WHERE rolname = ?", runtime.user())
        || ask("SELECT pg_has_role(?, current_user, 'MEMBER')", runtime.user())) {
      throw new DatabaseStartException(
          "guidon.database.runtime-user: "
              + runtime.user()
              + " has all rights of "
              + user()
              + " (expected: a role that has only what it is granted, so that the audit log cannot be rewritten through it)");
    }
  }

  private void grantUsage(String role) throws SQLException {
    if (!ask("SELECT has_schema_privilege(?, 'public', 'USAGE')", role)) {
      execute("GRANT USAGE ON SCHEMA public TO " + role);
    }
  }

  private boolean exists(String role) throws SQLException {
    return ask("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", role);
  }

  private String user() throws SQLException {
    return owner.getMetaData().getUserName();
  }

  private boolean ask(String sql, String... parameters) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(sql)) {
      for (int index = 0; index < parameters.length; index++) {
        statement.setString(index + 1, parameters[index]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
