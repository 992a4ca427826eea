// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.guidon.server.FlagServer;
import dev.guidon.server.database.DatabaseTarget.Login;
import dev.guidon.server.database.embedded.EmbeddedOptions;
import dev.guidon.server.database.embedded.PostgresListener;
import dev.guidon.server.database.embedded.PostgresSupervisor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database that the server brings along, as the server sees it.
class EmbeddedDatabaseIT {
  @TempDir private Path directory;
  private Path home;

  @BeforeEach
  void makeTheDirectoryPassable() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    home = directory.resolve("home");
  }

  @Test
  void startsFromNothingAndGoesOnFromThere() {
    try (var database = open(false)) {
      assertThat(database.problem()).isEmpty();
      assertThat(database.durability()).isEqualTo(new Durability(true, true, "on", true));
    }
    try (var database = open(false)) {
      assertThat(database.problem()).isEmpty();
    }
  }

  /// M28: a PostgreSQL with fsync off works well, until the power goes.
  @Test
  void aDatabaseThatDoesNotWaitForTheDiskIsRefusedUnlessThatIsAccepted() throws IOException {
    open(false).close();
    Files.writeString(
        home.resolve("cluster/postgresql.conf"), "fsync = off\n", StandardOpenOption.APPEND);

    assertThatExceptionOfType(DatabaseStartException.class)
        .isThrownBy(() -> open(false))
        .withMessageContaining("fsync: off (expected: on)")
        .withMessageContaining("--accept-data-loss");

    try (var database = open(true)) {
      assertThat(database.durability().dangers()).containsExactly("fsync: off (expected: on)");
    }
  }

  @Test
  void aSecondServerIsToldToExitWithThree() {
    try (var _ = open(false)) {
      assertThatExceptionOfType(DatabaseStartException.class)
          .isThrownBy(() -> open(false))
          .withMessageContaining("Another server")
          .withMessageContaining("guidon.database.url")
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(3));
    }
  }

  @Test
  void aSecondServerEndsWithThreeAndOneClearLine() throws Exception {
    try (var _ = open(false)) {
      Process second =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  FlagServer.class.getName(),
                  "--guidon.database.embedded.directory=" + home)
              .redirectErrorStream(true)
              .start();
      String output = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(second.waitFor()).isEqualTo(3);
      assertThat(output)
          .contains(
              "Another server (process "
                  + ProcessHandle.current().pid()
                  + ") uses the database in ")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void whileItIsAwayRequestsFailFastAndOnceItIsBackTheyWork() throws Exception {
    var options = EmbeddedOptions.in(home);
    PostgresSupervisor supervisor = PostgresSupervisor.start(options, PostgresListener.NONE);
    var owner = new Login(PostgresSupervisor.OWNER_ROLE, supervisor.passwords().owner());
    var runtime = new Login("flag_app", supervisor.passwords().runtime());
    String url =
        "jdbc:postgresql://127.0.0.1:" + supervisor.port() + "/" + PostgresSupervisor.DATABASE;
    try (var database =
        Database.open(TestConfigurations.external(url, owner, runtime), PostgresListener.NONE)) {
      assertThat(ask(database)).isEqualTo(2);

      supervisor.close();

      for (int attempt = 0; attempt < 2; attempt++) {
        long begin = System.nanoTime();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ask(database));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
      }
      assertThat(database.problem()).get().asString().startsWith("The database cannot be reached");

      try (var _ = PostgresSupervisor.start(options, PostgresListener.NONE)) {
        await().atMost(Duration.ofSeconds(5)).until(() -> database.problem().isEmpty());
        assertThat(ask(database)).isEqualTo(2);
      }
    }
  }

  private static int ask(Database database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT 1 + 1")) {
      row.next();
      return row.getInt(1);
    }
  }

  private Database open(boolean acceptDataLoss) {
    return Database.open(TestConfigurations.embedded(home, acceptDataLoss), PostgresListener.NONE);
  }
}
