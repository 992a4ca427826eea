// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// `-Dseed=n` replays one seed, `-Dseeds=n` runs more of them.
class StreamSimulationTest {

  private static final int SEEDS = Integer.getInteger("seeds", 500);

  @Test
  void contractHoldsWhateverHappensInWhichOrder() {
    Long only = Long.getLong("seed");
    if (only != null) {
      new StreamSimulation(only).run();
      return;
    }
    int applied = 0;
    int resumed = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      StreamSimulation.Outcome outcome = runSeed(seed);
      applied += outcome.revisionsApplied();
      resumed += outcome.streamsResumed();
    }

    assertThat(applied).as("revisions applied").isGreaterThan(20 * SEEDS);
    assertThat(resumed).as("streams resumed").isGreaterThan(10 * SEEDS);
  }

  private static StreamSimulation.Outcome runSeed(long seed) {
    try {
      return new StreamSimulation(seed).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + " (replay with -Dseed=" + seed + ")", e);
    }
  }
}
