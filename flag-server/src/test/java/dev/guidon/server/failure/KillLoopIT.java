// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillLoopIT {

  private static final int ROUNDS = 20;

  @TempDir Path home;

  /// M18: after a crash the log went on with numbers that were given out before, or without a change that was answered.
  @Test
  void noAcknowledgedChangeIsLostOrDoubledWhateverIsKilled() throws Exception {
    try (var loop = new KillLoop(home, 20_261_121)) {
      for (int i = 0; i < ROUNDS; i++) {
        KillLoop.Round round = loop.round(KillTarget.ofRound(i));

        assertThat(round.faults()).as(round.toString()).isEmpty();
        assertThat(round.acknowledged()).isGreaterThanOrEqualTo(50);
      }
    }
  }

  @Test
  void aChangeThatIsNotThereIsFound() throws Exception {
    try (var loop = new KillLoop(home, 1)) {
      loop.acknowledge(new Operation("never-sent", 0, 1, 200, OptionalLong.of(1)));

      assertThat(loop.round(KillTarget.BACKEND).faults())
          .anyMatch(fault -> fault.startsWith("LOST"));
    }
  }
}
