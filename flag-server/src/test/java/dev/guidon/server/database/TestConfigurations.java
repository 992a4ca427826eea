// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import dev.guidon.server.database.DatabaseTarget.Login;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The default settings with what a test is about.
final class TestConfigurations {
  private static final Path NOWHERE = Path.of("not-used");

  private TestConfigurations() {}

  static DatabaseConfiguration embedded(Path home, boolean acceptDataLoss) {
    return configuration(
        null,
        null,
        new Login(DatabaseConfiguration.DEFAULT_RUNTIME_USER, null),
        acceptDataLoss,
        home);
  }

  static DatabaseConfiguration external(String url, @Nullable Login owner, Login runtime) {
    return configuration(url, owner, runtime, false, NOWHERE);
  }

  static DatabaseConfiguration externalThatMayLose(String url, Login owner, Login runtime) {
    return configuration(url, owner, runtime, true, NOWHERE);
  }

  private static DatabaseConfiguration configuration(
      @Nullable String url,
      @Nullable Login owner,
      Login runtime,
      boolean acceptDataLoss,
      Path home) {
    return new DatabaseConfiguration(
        url,
        owner == null ? null : owner.user(),
        owner == null ? null : owner.password(),
        runtime.user(),
        runtime.password(),
        DatabaseConfiguration.DEFAULT_ERASE_ROLE,
        10,
        Duration.ofMillis(2500),
        Duration.ofSeconds(15),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        acceptDataLoss,
        new DatabaseConfiguration.Embedded(
            home, null, null, Duration.ofMinutes(1), Duration.ofSeconds(30)));
  }
}
