// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import dev.guidon.server.database.embedded.EmbeddedOptions;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Settings `guidon.database.*`, described in docs/operations/configuration.md.
///
/// @param url JDBC URL of a PostgreSQL; null for the embedded one
/// @param ownerUser role that owns the tables; used for migrations at start, then no more
/// @param runtimeUser role that the server works with; made if it is missing and the owner may do that
/// @param eraseRole role that may erase what identifies a person; nobody can log in as it
/// @param poolSize most connections that one server holds, the one that listens for changes not counted
/// @param connectionTimeout how long a request waits for a connection before it fails
/// @param acceptDataLoss whether to run on a PostgreSQL that may lose what it has confirmed
@ConfigurationProperties("guidon.database")
public record DatabaseConfiguration(
    @Nullable String url,
    @Nullable String ownerUser,
    @Nullable String ownerPassword,
    @Bindable(defaultValue = DEFAULT_RUNTIME_USER) String runtimeUser,
    @Nullable String runtimePassword,
    @Bindable(defaultValue = DEFAULT_ERASE_ROLE) String eraseRole,
    @Bindable(defaultValue = "16") int poolSize,
    @Bindable(defaultValue = "2500ms") Duration connectionTimeout,
    @Bindable(defaultValue = "15s") Duration statementTimeout,
    @Bindable(defaultValue = "3s") Duration lockTimeout,
    @Bindable(defaultValue = "10s") Duration idleInTransactionTimeout,
    @Bindable(defaultValue = "false") boolean acceptDataLoss,
    Embedded embedded) {

  static final String DEFAULT_RUNTIME_USER = "flag_app";
  static final String DEFAULT_ERASE_ROLE = "guidon_erase";

  /// Role names are written into migrations as they are.
  private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  public DatabaseConfiguration {
    requireRole("runtime-user", runtimeUser);
    requireRole("erase-role", eraseRole);
    if (poolSize < 2 || poolSize > 1000) {
      throw new IllegalArgumentException(
          "guidon.database.pool-size: " + poolSize + " (expected: 2 to 1000)");
    }
    requireAtLeast250Milliseconds("connection-timeout", connectionTimeout);
    requireAtLeast250Milliseconds("statement-timeout", statementTimeout);
    requireAtLeast250Milliseconds("lock-timeout", lockTimeout);
    requireAtLeast250Milliseconds("idle-in-transaction-timeout", idleInTransactionTimeout);
    if (url != null) {
      requireGiven("url", url, isPostgresUrl(url), "jdbc:postgresql://host:5432/database");
      requireGiven("owner-user", ownerUser, ownerUser != null, "the role that owns the tables");
      requireGiven(
          "runtime-password",
          runtimePassword,
          runtimePassword != null,
          "the password of " + runtimeUser);
      requireGiven(
          "runtime-user",
          runtimeUser,
          !runtimeUser.equals(ownerUser),
          "another role than owner-user");
    }
  }

  /// Settings `guidon.database.embedded.*`.
  ///
  /// @param directory where the database is kept
  /// @param binaries the `bin` directory of a PostgreSQL to use; null for the bundled one
  /// @param unpackDirectory where the bundled one is unpacked; null to look for a place
  @ConfigurationProperties("embedded")
  public record Embedded(
      @Bindable(defaultValue = "guidon-data/database") Path directory,
      @Nullable Path binaries,
      @Nullable Path unpackDirectory,
      @Bindable(defaultValue = "10m") Duration recoveryLimit,
      @Bindable(defaultValue = "30s") Duration stopLimit) {

    EmbeddedOptions options() {
      return new EmbeddedOptions(directory, binaries, unpackDirectory, recoveryLimit, stopLimit);
    }
  }

  /// The same, on a database that may lose what it has confirmed.
  DatabaseConfiguration withAcceptDataLoss() {
    return new DatabaseConfiguration(
        url,
        ownerUser,
        ownerPassword,
        runtimeUser,
        runtimePassword,
        eraseRole,
        poolSize,
        connectionTimeout,
        statementTimeout,
        lockTimeout,
        idleInTransactionTimeout,
        true,
        embedded);
  }

  private static boolean isPostgresUrl(String url) {
    return url.startsWith("jdbc:postgresql:") && Driver.parseURL(url, null) != null;
  }

  /// The values are not shown, because a URL may hold a password.
  private static void requireGiven(
      String name, @Nullable String value, boolean good, String expected) {
    if (!good) {
      throw new IllegalArgumentException(
          "guidon.database."
              + name
              + ": "
              + (value == null ? "missing" : "not usable")
              + " (expected: "
              + expected
              + ")");
    }
  }

  private static void requireRole(String name, String value) {
    if (!ROLE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "guidon.database."
              + name
              + ": "
              + value
              + " (expected: a role name of lower-case letters, digits and _)");
    }
  }

  private static void requireAtLeast250Milliseconds(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(250)) < 0) {
      throw new IllegalArgumentException(
          "guidon.database." + name + ": " + value + " (expected: at least 250ms)");
    }
  }

  @Override
  public String toString() {
    return "DatabaseConfiguration["
        + (url == null ? embedded : "external")
        + "]"; // passwords stay out of logs
  }
}
