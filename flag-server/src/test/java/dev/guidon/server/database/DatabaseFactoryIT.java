// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// The database as the framework sees it.
class DatabaseFactoryIT {

  @Test
  void theFrameworksRepositoriesAndTransactionsWorkOnOurConnections() throws SQLException {
    try (var test = TestDatabase.create();
        var owner = test.openOwner();
        var statement = owner.createStatement()) {
      statement.execute("CREATE TABLE note (id bigint PRIMARY KEY, text text NOT NULL)");
      statement.execute("GRANT SELECT, INSERT ON note TO flag_app");

      Map<String, Object> dialect = Map.of("datasources.default.dialect", "POSTGRES");
      try (var context = ApplicationContext.builder(dialect).properties(test.settings()).start()) {
        NoteRepository notes = context.getBean(NoteRepository.class);
        @SuppressWarnings("unchecked")
        TransactionOperations<Connection> transactions =
            context.getBean(TransactionOperations.class);

        transactions.executeWrite(status -> notes.save(new Note(7, "kept")));
        transactions.executeWrite(status -> {
          notes.save(new Note(8, "rolled back"));
          status.setRollbackOnly();
          return null;
        });

        assertThat(notes.findAll()).containsExactly(new Note(7, "kept"));
        assertThat(context.getBean(DataSource.class)).isNotNull();
      }
    }
  }

  @Test
  void whatCanLoseDataStartsOnlyWithTheOptionThatSaysSo() throws SQLException {
    try (var test = TestDatabase.create();
        var owner = test.openOwner();
        var statement = owner.createStatement()) {
      String database = owner.getCatalog();
      statement.execute(
          "ALTER ROLE flag_app IN DATABASE " + database + " SET synchronous_commit = off");

      assertThatThrownBy(() -> ApplicationContext.run(test.settings()))
          .satisfies(e -> assertThat(DatabaseStartException.causeOf(e)).isPresent());

      try (var context =
          ApplicationContext.builder(test.settings()).args("--accept-data-loss").start()) {
        assertThat(context.getBean(Database.class).durability().dangers())
            .containsExactly("synchronous_commit: off (expected: on, or remote_apply)");
      }
    }
  }

  @Test
  void settingsAreReadWithTheirDefaults() {
    try (var test = TestDatabase.create();
        var context = ApplicationContext.run(test.settings())) {
      DatabaseConfiguration configuration = context.getBean(DatabaseConfiguration.class);

      assertThat(configuration.url()).isEqualTo(test.target().url());
      assertThat(configuration.poolSize()).isEqualTo(10);
      assertThat(configuration.runtimeUser()).isEqualTo("flag_app");
      assertThat(configuration.connectionTimeout()).hasMillis(2500);
      assertThat(configuration.acceptDataLoss()).isFalse();
      assertThat(configuration.embedded().directory()).hasToString("guidon-data/database");
      assertThat(configuration.embedded().recoveryLimit()).hasMinutes(10);
    }
  }

  @MappedEntity("note")
  record Note(@Id long id, String text) {}

  @JdbcRepository(dialect = Dialect.POSTGRES)
  interface NoteRepository extends CrudRepository<Note, Long> {}
}
