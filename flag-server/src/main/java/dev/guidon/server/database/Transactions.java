// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import io.micronaut.data.connection.ConnectionDefinition;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/// Work on the database, one connection and one transaction at a time.
///
/// Repositories that the work calls use its connection, and so are part of its transaction; called elsewhere they fail.
@Singleton
public final class Transactions {

  /// Work on a connection.
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final ConnectionOperations<Connection> connections;

  Transactions(ConnectionOperations<Connection> connections) {
    this.connections = connections;
  }

  /// Reads, each statement for itself.
  public <T> T read(Work<T> work) {
    return onConnection(work);
  }

  /// Reads as of one moment, whatever is written meanwhile.
  public <T> T readAtOneMoment(Work<T> work) {
    return write(connection -> {
      Sql.update(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      return work.run(connection);
    });
  }

  /// Reads and writes; all is kept or, if the work throws, nothing.
  public <T> T write(Work<T> work) {
    return onConnection(connection -> {
      connection.setAutoCommit(false);
      T result = runOrRollBack(connection, work);
      connection.commit();
      return result;
    });
  }

  private <T> T onConnection(Work<T> work) {
    try {
      return connections.execute(
          ConnectionDefinition.REQUIRES_NEW, status -> run(status.getConnection(), work));
    } catch (CannotGetJdbcConnectionException | ConnectionException e) {
      throw new DatabaseUnavailableException(e, true);
    } catch (DataAccessException e) {
      throw new DatabaseUnavailableException(e, false);
    }
  }

  private static <T> T run(Connection connection, Work<T> work) {
    try {
      return work.run(connection);
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(e);
    }
  }

  private static <T> T runOrRollBack(Connection connection, Work<T> work) throws SQLException {
    try {
      return work.run(connection);
    } catch (Throwable e) {
      try {
        connection.rollback();
      } catch (SQLException rollback) {
        e.addSuppressed(rollback);
      }
      throw e;
    }
  }
}
