// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// The database as the framework sees it.
class DatabaseFactoryIT {

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
}
