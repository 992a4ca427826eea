// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StartArgumentsTest {

  @Test
  void dataIsWhereEverythingThatLastsIsKept() {
    assertThat(StartArguments.asSettings("--data", "/srv/guidon"))
        .containsExactly(
            "--guidon.database.embedded.directory=/srv/guidon/database",
            "--guidon.access.admin-token-file=/srv/guidon/admin-token",
            "--guidon.audit.key-file=/srv/guidon/audit-key.json",
            "--guidon.audit.checkpoint-file=/srv/guidon/audit-checkpoint");
  }

  @Test
  void devAddsTheDemo() {
    assertThat(StartArguments.asSettings("--dev", "--data", "/srv/guidon"))
        .contains("--guidon.demo.secrets-file=/srv/guidon/demo.env");
    assertThat(StartArguments.asSettings("--data", "/srv/guidon"))
        .noneMatch(setting -> setting.contains("demo"));
  }

  @Test
  void whatIsSaidInFullCounts() {
    assertThat(
            StartArguments.asSettings(
                "--guidon.access.admin-token-file=/elsewhere/token", "--data", "/srv/guidon"))
        .contains("--guidon.access.admin-token-file=/elsewhere/token")
        .doesNotContain("--guidon.access.admin-token-file=/srv/guidon/admin-token");
  }

  @Test
  void dataWithoutADirectoryIsRefused() {
    assertThatThrownBy(() -> StartArguments.asSettings("--data"))
        .hasMessage("--data: nothing follows (expected: a directory)");
    assertThatThrownBy(() -> StartArguments.asSettings("--data", "--dev"))
        .hasMessageContaining("expected: a directory");
  }
}
