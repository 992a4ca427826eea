// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// A database and the two roles that it is used with.
///
/// @param url without credentials, as far as we made it
/// @param owner role that owns the tables
/// @param runtime role that the server works with
record DatabaseTarget(String url, Login owner, Login runtime) {

  private static final int CONNECT_SECONDS = 2;

  /// Above the longest statement timeout that makes sense for a request; it ends connections to a machine that went away
  /// without a word.
  private static final int SILENCE_SECONDS = 30;

  /// A role and its password.
  record Login(String user, @Nullable String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /// For the work of requests.
  Properties runtimeProperties() {
    Properties properties = properties(runtime);
    PGProperty.SOCKET_TIMEOUT.set(properties, SILENCE_SECONDS);
    return properties;
  }

  /// For migrations and for waiting, both of which may be silent for long.
  Connection connect(Login login) throws SQLException {
    Connection connection = new Driver().connect(url, properties(login));
    if (connection == null) {
      throw new SQLException("not a PostgreSQL URL", "08001");
    }
    return connection;
  }

  Properties properties(Login login) {
    var properties = new Properties();
    PGProperty.USER.set(properties, login.user());
    if (login.password() != null) {
      PGProperty.PASSWORD.set(properties, login.password());
    }
    PGProperty.APPLICATION_NAME.set(properties, "guidon");
    PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    return properties;
  }
}
