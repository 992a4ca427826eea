// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/// The database did not do what was asked. Whether something was written is unknown if the connection broke at the end.
public final class DatabaseUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean withoutConnection;

  public DatabaseUnavailableException(SQLException cause) {
    super(cause);
    this.withoutConnection = false;
  }

  /// @param cause says what failed only in words of a framework; the database's own are among its causes
  /// @param withoutConnection whether no connection was to be had, after waiting for one
  DatabaseUnavailableException(RuntimeException cause, boolean withoutConnection) {
    super(cause);
    this.withoutConnection = withoutConnection;
  }

  /// Whether no connection was to be had, so that nothing was begun, and whoever asks next would wait for one, too.
  public boolean isWithoutConnection() {
    return withoutConnection;
  }

  /// Whether trying again later may help: the connection is gone or was not to be had, the server is stopping, a lock or a
  /// disk was not free.
  public static boolean isTemporary(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        return state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57")
            || state.startsWith("40")
            || state.equals("55P03");
      }
    }
    return false;
  }
}
