// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Work on the database, one connection and one transaction at a time.
@Singleton
public final class Transactions {

  /// Work on a connection.
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final DataSource dataSource;

  Transactions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// Reads, each statement for itself.
  public <T> T read(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(e);
    }
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
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      T result = runOrRollBack(connection, work);
      connection.commit();
      return result;
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
