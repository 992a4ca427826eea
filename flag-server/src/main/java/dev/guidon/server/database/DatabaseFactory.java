// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import dev.guidon.server.database.embedded.PostgresListener;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the database known to the rest of the server, before anything else starts.
@Factory
final class DatabaseFactory {

  /// PostgreSQL's own log has a name of its own, so that it can be turned up and down by itself.
  private static final Logger postgresLog =
      LoggerFactory.getLogger("dev.guidon.server.database.postgres");

  private static final Logger log = LoggerFactory.getLogger(DatabaseFactory.class);

  @Context
  @Bean(preDestroy = "close")
  Database database(
      DatabaseConfiguration configuration,
      @Property(name = "accept-data-loss", defaultValue = "false") boolean acceptDataLossOption) {
    return Database.open(
        acceptDataLossOption ? configuration.withAcceptDataLoss() : configuration,
        new LoggingListener());
  }

  /// By the name under which repositories look for it.
  @Named("default")
  @Singleton
  DataSource dataSource(Database database) {
    return database.dataSource();
  }

  private static final class LoggingListener implements PostgresListener {
    @Override
    public void progress(String line) {
      log.info("{}", line);
    }

    @Override
    public void serverLog(String line) {
      postgresLog.debug("{}", line);
    }
  }
}
