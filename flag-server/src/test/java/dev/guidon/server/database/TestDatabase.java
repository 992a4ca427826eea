// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import dev.guidon.server.database.embedded.EmbeddedOptions;
import dev.guidon.server.database.embedded.EmbeddedPostgresException;
import dev.guidon.server.database.embedded.PostgresListener;
import dev.guidon.server.database.embedded.PostgresSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// A database of its own for a test: a real PostgreSQL with durable settings, migrated, empty, gone afterwards.
///
/// All tests of a JVM share one server, which is started at first use (about a second) and stopped at the JVM's end; a
/// database is a copy of a migrated template (about 50 ms).
///
/// ```java
/// try (var database = TestDatabase.create()) {
///   var repository = new FlagRepository(database.dataSource());
///   …
/// }
/// ```
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final Database database;

  private TestDatabase(String name, Database database) {
    this.name = name;
    this.database = database;
  }

  /// A new, migrated, empty database.
  public static TestDatabase create() {
    String name = "test_" + COUNT.incrementAndGet();
    Shared.owner("CREATE DATABASE " + name + " TEMPLATE " + Shared.TEMPLATE);
    return new TestDatabase(name, Shared.open(name));
  }

  /// What the server itself uses.
  public Database database() {
    return database;
  }

  /// Pooled connections of the runtime role.
  public DataSource dataSource() {
    return database.dataSource();
  }

  /// A connection of the role that owns the tables, for what the server may not do.
  public Connection openOwner() throws SQLException {
    return DriverManager.getConnection(
        Shared.url(name), PostgresSupervisor.OWNER_ROLE, Shared.SERVER.passwords().owner());
  }

  /// Settings with which a whole server runs on this database, for `ApplicationContext`.
  public Map<String, Object> settings() {
    return Shared.settings(name);
  }

  @Override
  public void close() {
    database.close();
    Shared.owner("DROP DATABASE " + name + " WITH (FORCE)");
  }

  /// The server that all tests of this JVM share.
  private static final class Shared {
    private static final String TEMPLATE = "migrated";
    private static final Path HOME = temporaryDirectory();
    private static final PostgresSupervisor SERVER = start();

    static {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Shared::stop));
      owner("CREATE DATABASE " + TEMPLATE);
      open(TEMPLATE).close();
    }

    private static Path temporaryDirectory() {
      try {
        var passable =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));
        return Files.createTempDirectory("guidon-test-", passable);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static PostgresSupervisor start() {
      try {
        return PostgresSupervisor.start(EmbeddedOptions.in(HOME), new Quiet());
      } catch (EmbeddedPostgresException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    static Database open(String name) {
      return Database.open(configuration(name), new Quiet());
    }

    private static DatabaseConfiguration configuration(String name) {
      return new DatabaseConfiguration(
          url(name),
          PostgresSupervisor.OWNER_ROLE,
          SERVER.passwords().owner(),
          DatabaseConfiguration.DEFAULT_RUNTIME_USER,
          SERVER.passwords().runtime(),
          DatabaseConfiguration.DEFAULT_ERASE_ROLE,
          10,
          Duration.ofMillis(2500),
          Duration.ofSeconds(15),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          false,
          new DatabaseConfiguration.Embedded(
              HOME, null, null, Duration.ofMinutes(1), Duration.ofSeconds(30)));
    }

    static Map<String, Object> settings(String name) {
      return Map.of(
          "guidon.database.url", url(name),
          "guidon.database.owner-user", PostgresSupervisor.OWNER_ROLE,
          "guidon.database.owner-password", SERVER.passwords().owner(),
          "guidon.database.runtime-password", SERVER.passwords().runtime());
    }

    static String url(String name) {
      return "jdbc:postgresql://127.0.0.1:" + SERVER.port() + "/" + name;
    }

    static void owner(String sql) {
      try (Connection connection =
              DriverManager.getConnection(
                  url(PostgresSupervisor.DATABASE),
                  PostgresSupervisor.OWNER_ROLE,
                  SERVER.passwords().owner());
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    private static void stop() {
      SERVER.close();
      try (Stream<Path> paths = Files.walk(HOME)) {
        paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Quiet implements PostgresListener {
    @Override
    public void progress(String line) {}

    @Override
    public void serverLog(String line) {}
  }
}
