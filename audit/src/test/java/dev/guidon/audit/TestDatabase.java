// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/// A fresh database with the log's tables, and its roles: an owner who is a superuser, the server's, the eraser's.
record TestDatabase(String url) {

  private static final AtomicInteger COUNT = new AtomicInteger();

  static TestDatabase create() throws SQLException {
    String name = "audit_" + COUNT.incrementAndGet();
    try (var connection =
            DriverManager.getConnection(Server.RUNNING.url("postgres"), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    var database = new TestDatabase(Server.RUNNING.url(name));
    Flyway.configure()
        .dataSource(database.url, "postgres", "")
        .locations("classpath:db/migration/audit")
        .placeholders(Map.of("runtime", "flag_app", "erase", "guidon_erase"))
        .load()
        .migrate();
    return database;
  }

  /// Connects as the owner, who made the tables and may do anything that PostgreSQL lets anybody do.
  Connection owner() throws SQLException {
    return DriverManager.getConnection(url, "postgres", "");
  }

  /// Connects as the server does.
  Connection runtime() throws SQLException {
    Connection connection = DriverManager.getConnection(url, "flag_app", "");
    connection.setAutoCommit(false);
    return connection;
  }

  private static final class Server {

    static final PostgresServer RUNNING = start();

    private static PostgresServer start() {
      PostgresServer server = PostgresServer.start();
      try (var connection = DriverManager.getConnection(server.url("postgres"), "postgres", "");
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE ROLE flag_app LOGIN");
        statement.execute("CREATE ROLE guidon_erase");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return server;
    }
  }
}
