// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.guidon.server.database.DatabaseTarget.Login;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseConfigurationTest {
  private static final String URL = "jdbc:postgresql://db.example:5432/guidon";
  private static final Login OWNER = new Login("owner", "secret-1");
  private static final Login RUNTIME = new Login("app", "secret-2");

  static Stream<Arguments> mistakes() {
    return Stream.of(
        argumentSet(
            "other database",
            "jdbc:mysql://db.example/guidon",
            OWNER,
            RUNTIME,
            "guidon.database.url: not usable (expected: jdbc:postgresql://host:5432/database)"),
        argumentSet(
            "no port",
            "jdbc:postgresql://db.example:/guidon?password=secret-3",
            OWNER,
            RUNTIME,
            "guidon.database.url: not usable (expected: jdbc:postgresql://host:5432/database)"),
        argumentSet(
            "no owner",
            URL,
            null,
            RUNTIME,
            "guidon.database.owner-user: missing (expected: the role that owns the tables)"),
        argumentSet(
            "no password",
            URL,
            OWNER,
            new Login("app", null),
            "guidon.database.runtime-password: missing (expected: the password of app)"),
        argumentSet(
            "one role for both",
            URL,
            OWNER,
            new Login("owner", "secret-2"),
            "guidon.database.runtime-user: not usable (expected: another role than owner-user)"),
        argumentSet(
            "role that would need quoting",
            URL,
            OWNER,
            new Login("App; DROP", "secret-2"),
            "guidon.database.runtime-user: App; DROP (expected: a role name of lower-case letters, digits and _)"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedWithWhatWasExpected(
      String url, @Nullable Login owner, Login runtime, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestConfigurations.external(url, owner, runtime))
        .withMessage(message);
  }

  @Test
  void passwordsAreNotShownWhenPrinted() {
    assertThat(TestConfigurations.external(URL + "?password=secret-3", OWNER, RUNTIME).toString())
        .doesNotContain("secret");
  }
}
