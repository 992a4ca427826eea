// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.guidon.server.database.DatabaseTarget.Login;
import dev.guidon.server.database.embedded.EmbeddedPostgresException;
import dev.guidon.server.database.embedded.PostgresListener;
import dev.guidon.server.database.embedded.PostgresSupervisor;
import dev.guidon.server.database.embedded.SupervisorState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The database of this installation: durable, migrated, and open to the runtime role.
public final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  private static final int OLDEST_VERSION = 150_000;
  private static final int IDLE_CONNECTIONS = 4;
  private static final Duration VALIDATION = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
  private static final Duration LIFETIME = Duration.ofMinutes(30);
  private static final String ELSEWHERE =
      " To use a PostgreSQL elsewhere, set guidon.database.url (docs/operations/install.md).";

  private final DatabaseTarget target;
  private final String sessionSettings;
  private final String eraseRole;
  private final Durability durability;
  private final HikariDataSource pool;
  private final @Nullable PostgresSupervisor supervisor;

  private Database(
      DatabaseTarget target,
      DatabaseConfiguration configuration,
      Durability durability,
      @Nullable PostgresSupervisor supervisor) {
    this.target = target;
    this.sessionSettings = sessionSettings(configuration);
    this.eraseRole = configuration.eraseRole();
    this.durability = durability;
    this.pool = new HikariDataSource(poolConfiguration(target, configuration, sessionSettings));
    this.supervisor = supervisor;
  }

  /// Finds or starts the database and makes it fit to work with.
  ///
  /// @throws DatabaseStartException if there is none to work with; nothing then takes its place
  public static Database open(DatabaseConfiguration configuration, PostgresListener listener) {
    String url = configuration.url();
    if (url == null) {
      return openEmbedded(configuration, listener);
    }
    var owner =
        new Login(
            Objects.requireNonNull(configuration.ownerUser(), "ownerUser"),
            configuration.ownerPassword());
    var runtime = new Login(configuration.runtimeUser(), configuration.runtimePassword());
    return open(new DatabaseTarget(url, owner, runtime), configuration, null);
  }

  private static Database openEmbedded(
      DatabaseConfiguration configuration, PostgresListener listener) {
    PostgresSupervisor supervisor = startEmbedded(configuration, listener);
    boolean opened = false;
    try {
      var target =
          new DatabaseTarget(
              "jdbc:postgresql://127.0.0.1:"
                  + supervisor.port()
                  + "/"
                  + PostgresSupervisor.DATABASE,
              new Login(PostgresSupervisor.OWNER_ROLE, supervisor.passwords().owner()),
              new Login(configuration.runtimeUser(), supervisor.passwords().runtime()));
      Database database = open(target, configuration, supervisor);
      opened = true;
      return database;
    } finally {
      if (!opened) {
        supervisor.close();
      }
    }
  }

  private static PostgresSupervisor startEmbedded(
      DatabaseConfiguration configuration, PostgresListener listener) {
    try {
      return PostgresSupervisor.start(configuration.embedded().options(), listener);
    } catch (EmbeddedPostgresException e) {
      int exitCode =
          switch (e.kind()) {
            case IN_USE -> DatabaseStartException.IN_USE;
            case FAILED -> DatabaseStartException.NOT_USABLE;
          };
      throw new DatabaseStartException(exitCode, e.getMessage() + ELSEWHERE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseStartException("Interrupted while the database was starting.", e);
    }
  }

  private static Database open(
      DatabaseTarget target,
      DatabaseConfiguration configuration,
      @Nullable PostgresSupervisor supervisor) {
    try (Connection owner = connect(target, target.owner(), "owner-user")) {
      requireVersion(owner);
      new Roles(owner, target.runtime(), configuration.eraseRole()).ensure();
    } catch (SQLException e) {
      throw new DatabaseStartException("The database could not be prepared: " + e.getMessage(), e);
    }
    Durability durability = requireDurability(target, configuration.acceptDataLoss());
    Migrations.run(target, configuration.eraseRole());
    return new Database(target, configuration, durability, supervisor);
  }

  private static Connection connect(DatabaseTarget target, Login login, String setting) {
    try {
      return target.connect(login);
    } catch (SQLException e) {
      throw new DatabaseStartException(whyNot(setting, login, e), e);
    }
  }

  private static String whyNot(String setting, Login login, SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    if (state.startsWith("28")) {
      return "guidon.database."
          + setting
          + ": "
          + login.user()
          + " is refused by the database ("
          + failure.getMessage()
          + "). Check the password, and that pg_hba.conf lets this role in from here.";
    }
    if (state.equals("3D000")) {
      return "guidon.database.url: "
          + failure.getMessage()
          + " (expected: a database made for Guidon: CREATE DATABASE guidon"
          + " OWNER "
          + login.user()
          + ";)";
    }
    return "guidon.database.url: no PostgreSQL can be reached there ("
        + failure.getMessage()
        + ").";
  }

  private static void requireVersion(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT current_setting('server_version_num')::int, current_setting('server_version')")) {
      row.next();
      if (row.getInt(1) < OLDEST_VERSION) {
        throw new DatabaseStartException(
            "guidon.database.url: PostgreSQL "
                + row.getString(2)
                + " (expected: "
                + OLDEST_VERSION / 10_000
                + " or later)");
      }
    }
  }

  /// Asked as the runtime role, because a setting may differ by role.
  private static Durability requireDurability(DatabaseTarget target, boolean acceptDataLoss) {
    try (Connection connection = connect(target, target.runtime(), "runtime-user")) {
      Durability durability = Durability.read(connection);
      if (!durability.dataChecksums()) {
        log.warn(
            "The database has no data checksums: a page that the disk spoils goes unnoticed (pg_checksums --enable)");
      }
      if (durability.dangers().isEmpty()) {
        return durability;
      }
      String dangers = String.join(", ", durability.dangers());
      if (!acceptDataLoss) {
        throw new DatabaseStartException(
            "The database can lose changes that it has confirmed: "
                + dangers
                + ". Correct its settings. For data that may be lost, start with --accept-data-loss.");
      }
      log.error(
          "Running on a database that can lose confirmed changes, as --accept-data-loss allows: {}",
          dangers);
      return durability;
    } catch (SQLException e) {
      throw new DatabaseStartException(
          "The database's settings cannot be read: " + e.getMessage(), e);
    }
  }

  /// Said in each session, so that they hold on any PostgreSQL and whatever its roles are set to. `remote_apply` waits for
  /// more than `on` and stays.
  private static String sessionSettings(DatabaseConfiguration configuration) {
    return """
    SELECT
      set_config('synchronous_commit', CASE current_setting('synchronous_commit')
        WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),
      set_config('statement_timeout', '%d', false),
      set_config('lock_timeout', '%d', false),
      set_config('idle_in_transaction_session_timeout', '%d', false)
    """
        .formatted(
            configuration.statementTimeout().toMillis(),
            configuration.lockTimeout().toMillis(),
            configuration.idleInTransactionTimeout().toMillis());
  }

  private static HikariConfig poolConfiguration(
      DatabaseTarget target, DatabaseConfiguration configuration, String sessionSettings) {
    var pool = new HikariConfig();
    pool.setPoolName("database");
    pool.setJdbcUrl(target.url());
    pool.setDataSourceProperties(target.runtimeProperties());
    pool.setConnectionInitSql(sessionSettings);
    pool.setMaximumPoolSize(configuration.poolSize());
    pool.setMinimumIdle(Math.min(IDLE_CONNECTIONS, configuration.poolSize()));
    pool.setConnectionTimeout(configuration.connectionTimeout().toMillis());
    pool.setValidationTimeout(
        Math.min(VALIDATION.toMillis(), configuration.connectionTimeout().toMillis()));
    pool.setIdleTimeout(IDLE.toMillis());
    pool.setKeepaliveTime(KEEP_ALIVE.toMillis());
    pool.setMaxLifetime(LIFETIME.toMillis());
    return pool;
  }

  /// Connections of the runtime role, pooled. While the database is away, asking for one fails within
  /// `guidon.database.connection-timeout`; once it is back, the pool heals by itself.
  public DataSource dataSource() {
    return pool;
  }

  /// A connection of the runtime role that is not pooled, for `LISTEN`: the caller keeps it, closes it, and opens another when
  /// it fails. Waiting on it for notifications has no time limit of its own.
  public Connection openListener() throws SQLException {
    Connection connection = target.connect(target.runtime());
    try (Statement statement = connection.createStatement()) {
      statement.execute(sessionSettings);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// A connection that may erase what identifies a person: the owner's, as the role that can do nothing else.
  public Connection openEraser() throws SQLException {
    Connection connection = target.connect(target.owner());
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE " + eraseRole);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// How safe confirmed changes are; has dangers only if the operator accepted them.
  public Durability durability() {
    return durability;
  }

  /// What is wrong with the database now, for health checks; empty when it answers.
  public Optional<String> problem() {
    if (supervisor != null) {
      Optional<String> problem = problem(supervisor.state());
      if (problem.isPresent()) {
        return problem;
      }
    }
    try (Connection connection = pool.getConnection()) {
      return connection.isValid((int) VALIDATION.toSeconds())
          ? Optional.empty()
          : Optional.of("The database does not answer.");
    } catch (SQLException e) {
      return Optional.of("The database cannot be reached: " + e.getMessage());
    }
  }

  private static Optional<String> problem(SupervisorState state) {
    return switch (state) {
      case SupervisorState.Ready _ -> Optional.empty();
      case SupervisorState.Starting _ -> Optional.of("The database is starting.");
      case SupervisorState.Recovering _ -> Optional.of("The database is recovering.");
      case SupervisorState.Restarting restarting ->
          Optional.of(
              "The database ended and is started again in "
                  + restarting.delay().toMillis()
                  + " ms.");
      case SupervisorState.Failing failing ->
          Optional.of(
              "The database does not stay and is started again in "
                  + failing.delay().toMillis()
                  + " ms. "
                  + failing.reason());
      case SupervisorState.Stopped _ -> Optional.of("The database was stopped.");
    };
  }

  @Override
  public void close() {
    pool.close();
    if (supervisor != null) {
      supervisor.close();
    }
  }
}
