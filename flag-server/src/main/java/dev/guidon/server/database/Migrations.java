// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the tables to what this release needs. The convention for the files is in
/// docs/adr/0012-roles-and-migrations.md.
final class Migrations {
  private Migrations() {}

  static void run(DatabaseTarget target, String eraseRole) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(target.url(), target.owner().user(), target.owner().password())
          .initSql(
              "SET lock_timeout = '1min'") // a table in use must not hold up a start without end
          .locations("classpath:db/migration")
          .failOnMissingLocations(true)
          .validateMigrationNaming(true)
          .cleanDisabled(true)
          .placeholders(
              Map.of(
                  "owner",
                  target.owner().user(),
                  "runtime",
                  target.runtime().user(),
                  "erase",
                  eraseRole))
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new DatabaseStartException(
          "The database's tables could not be brought up to date: " + e.getMessage(), e);
    }
  }
}
