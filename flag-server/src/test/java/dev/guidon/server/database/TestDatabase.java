// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import dev.guidon.server.database.DatabaseTarget.Login;
import dev.guidon.server.database.embedded.EmbeddedOptions;
import dev.guidon.server.database.embedded.EmbeddedPostgresException;
import dev.guidon.server.database.embedded.PostgresListener;
import dev.guidon.server.database.embedded.PostgresSupervisor;
import io.micronaut.data.connection.ConnectionDefinition;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.connection.ConnectionStatus;
import io.micronaut.data.connection.ConnectionSynchronization;
import io.micronaut.data.connection.exceptions.ConnectionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A database of its own for a test: a real PostgreSQL with durable settings, migrated, empty, gone afterwards.
///
/// All tests of a JVM share one server, which is started at first use (about two seconds) and stopped at the JVM's end; a
/// database is a copy of a migrated template.
///
/// ```java
/// try (var database = TestDatabase.create()) {
///   var flags = new FlagStore(database.dataSource());
///   …
/// }
/// ```
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private @Nullable Database database;

  private TestDatabase(String name) {
    this.name = name;
  }

  /// A new, migrated, empty database.
  public static TestDatabase create() {
    String name = "test_" + COUNT.incrementAndGet();
    Shared.asOwner("CREATE DATABASE " + name + " TEMPLATE " + Shared.TEMPLATE);
    return new TestDatabase(name);
  }

  /// The same that the server uses.
  public synchronized Database database() {
    if (database == null) {
      database = Shared.open(name);
    }
    return database;
  }

  /// Pooled connections of the runtime role.
  public DataSource dataSource() {
    return database().dataSource();
  }

  /// Work on the database as the server does it, over connections that a test may tamper with.
  public static Transactions transactions(DataSource connections) {
    return new Transactions(new PooledConnections(connections));
  }

  /// A new connection for each piece of work, as the framework hands them out.
  private record PooledConnections(DataSource connections)
      implements ConnectionOperations<Connection> {

    @Override
    public Optional<ConnectionStatus<Connection>> findConnectionStatus() {
      return Optional.empty();
    }

    @Override
    public <R> R execute(
        ConnectionDefinition definition, Function<ConnectionStatus<Connection>, R> work) {
      try (Connection connection = connections.getConnection()) {
        return work.apply(new Status(connection, definition));
      } catch (SQLException e) {
        throw new ConnectionException("no connection", e);
      }
    }

    private record Status(Connection getConnection, ConnectionDefinition getDefinition)
        implements ConnectionStatus<Connection> {

      @Override
      public boolean isNew() {
        return true;
      }

      @Override
      public void registerSynchronization(ConnectionSynchronization synchronization) {
        throw new UnsupportedOperationException("nothing of the server asks for it");
      }
    }
  }

  /// A connection of the role that owns the tables, for what the server may not do.
  public Connection openOwner() throws SQLException {
    return Shared.target(name).connect(Shared.target(name).owner());
  }

  /// Goes away as a database does that stopped: nobody gets in, and whoever was in is thrown out.
  public void goAway() {
    Shared.asOwner("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    Shared.asOwner(
        "SELECT pg_terminate_backend(activity.pid) FROM pg_stat_activity AS activity"
            + " WHERE activity.datname = '"
            + name
            + "'");
  }

  /// Is there again after {@link #goAway}.
  public void comeBack() {
    Shared.asOwner("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
  }

  /// Settings with which a whole server runs on this database, for `ApplicationContext`.
  public Map<String, Object> settings() {
    DatabaseTarget target = Shared.target(name);
    return Map.of(
        "guidon.database.url", target.url(),
        "guidon.database.owner-user", target.owner().user(),
        "guidon.database.owner-password", Objects.requireNonNull(target.owner().password()),
        "guidon.database.runtime-password", Objects.requireNonNull(target.runtime().password()),
        "guidon.database.pool-size", 10);
  }

  /// Where the database is and who may use it, for tests of this package.
  DatabaseTarget target() {
    return Shared.target(name);
  }

  /// Drops the database, connected or not.
  @Override
  public synchronized void close() {
    if (database != null) {
      database.close();
    }
    Shared.asOwner("DROP DATABASE " + name + " WITH (FORCE)");
  }

  /// The server that all tests of this JVM share.
  private static final class Shared {
    private static final String TEMPLATE = "migrated";
    private static final Path HOME = temporaryDirectory();
    private static final PostgresSupervisor SERVER = start();

    static {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Shared::stop));
      asOwner("CREATE DATABASE " + TEMPLATE);
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
        return PostgresSupervisor.start(EmbeddedOptions.in(HOME), PostgresListener.NONE);
      } catch (EmbeddedPostgresException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    static DatabaseTarget target(String name) {
      return new DatabaseTarget(
          "jdbc:postgresql://127.0.0.1:" + SERVER.port() + "/" + name,
          new Login(PostgresSupervisor.OWNER_ROLE, SERVER.passwords().owner()),
          new Login(DatabaseConfiguration.DEFAULT_RUNTIME_USER, SERVER.passwords().runtime()));
    }

    static Database open(String name) {
      DatabaseTarget target = target(name);
      return Database.open(
          TestConfigurations.external(target.url(), target.owner(), target.runtime()),
          PostgresListener.NONE);
    }

    static void asOwner(String sql) {
      DatabaseTarget target = target(PostgresSupervisor.DATABASE);
      try (Connection connection = target.connect(target.owner());
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    private static void stop() {
      SERVER.close();
      try (Stream<Path> paths = Files.walk(HOME)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
