// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/// Brings the tables to what this release needs. The convention for the files is in
/// docs/adr/0012-roles-and-migrations.md.
final class Migrations {
  private Migrations() {}

  static void run(DatabaseTarget target, String eraseRole) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(owner(target))
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

  private static DataSource owner(DatabaseTarget target) {
    var owner = new PGSimpleDataSource();
    owner.setUrl(target.url());
    owner.setUser(target.owner().user());
    owner.setPassword(target.owner().password());
    // A table in use must not hold up a start without end.
    owner.setOptions("-c lock_timeout=1min");
    return owner;
  }
}
