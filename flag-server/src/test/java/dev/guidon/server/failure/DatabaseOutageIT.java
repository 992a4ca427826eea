// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOutageIT {

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path home;

  @Test
  void whileTheDatabaseIsAwayChangesAreRefusedAndAllElseGoesOn() throws Exception {
    DatabaseOutage.Outcome outcome = DatabaseOutage.run(home, Duration.ofSeconds(5));

    assertThat(outcome.faults()).isEmpty();
    assertThat(outcome.refused()).isPositive();
    assertThat(outcome.evaluations()).isPositive();
  }
}
