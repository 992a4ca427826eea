// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Plain SQL on a connection: text with `?`, parameters in order, a row reader.
public final class Sql {

  /// Reads one row.
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private Sql() {}

  public static <T> List<T> list(
      Connection connection, String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> read = new ArrayList<>();
      while (rows.next()) {
        read.add(reader.read(rows));
      }
      return read;
    }
  }

  /// The only row, if there is one.
  public static <T> Optional<T> one(
      Connection connection, String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    List<T> rows = list(connection, sql, reader, parameters);
    if (rows.size() > 1) {
      throw new IllegalStateException("rows: " + rows.size() + " (expected: at most 1)");
    }
    return rows.stream().findFirst();
  }

  /// The number of rows written.
  public static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /// Null as a parameter of a type.
  ///
  /// Without one the driver leaves the type to the database, and a statement that is given a value one time and null the next is
  /// parsed and planned anew each time.
  private record TypedNull(String type) {}

  /// A UUID, or null, for a statement that is given now one and now the other.
  public static Object orNull(@Nullable UUID id) {
    return id == null ? new TypedNull("uuid") : id;
  }

  /// Statements that go to the database together: one round trip, carried out one after the other.
  public static final class Batch {

    /// More go in several trips.
    private static final int STATEMENTS = 200;

    private final Connection connection;
    private final List<String> statements = new ArrayList<>();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    public Batch(Connection connection) {
      this.connection = connection;
    }

    public void add(String sql, @Nullable Object... its) throws SQLException {
      statements.add(sql);
      Collections.addAll(parameters, its);
      if (statements.size() == STATEMENTS) {
        run();
      }
    }

    public void run() throws SQLException {
      if (statements.isEmpty()) {
        return;
      }
      try (PreparedStatement all =
          prepare(connection, String.join(";\n", statements), parameters.toArray())) {
        all.execute();
      }
      statements.clear();
      parameters.clear();
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        set(statement, i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static void set(PreparedStatement statement, int index, @Nullable Object parameter)
      throws SQLException {
    switch (parameter) {
      case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
      case TypedNull none -> statement.setNull(index, Types.OTHER, none.type);
      case null, default -> statement.setObject(index, parameter);
    }
  }
}
