// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullDiskIT {

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path home;

  @ParameterizedTest
  @ValueSource(ints = {FullDisk.NO_ROOM_AT_ALL, FullDisk.NO_ROOM_FOR_THE_LOG})
  void whileTheDiskIsFullChangesAreRefusedAndOnceThereIsRoomTheyAreMade(int megabytesLeft)
      throws Exception {
    assumeTrue(LoopFileSystem.isPossible(), "mounts a disk of its own, which needs root");

    FullDisk.Outcome outcome = FullDisk.run(home, megabytesLeft, Duration.ofSeconds(5));

    assertThat(outcome.faults()).isEmpty();
    assertThat(outcome.evaluations()).isPositive();
  }
}
