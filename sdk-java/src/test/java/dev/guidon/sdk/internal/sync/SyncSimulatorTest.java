// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The session against a network that delays, duplicates, cuts, corrupts and goes silent, and nodes that restart, lag and
/// are restored from backups: after each step the contract of the stream must hold.
///
/// `-Dseeds=10000` runs more; `-Dseed=123` runs one again and prints what happens in it.
class SyncSimulatorTest {

  private static final int SEEDS = Integer.getInteger("seeds", 500);

  @Test
  void contractHoldsWhateverTheNetworkAndTheNodesDo() {
    Long replayed = Long.getLong("seed");
    if (replayed != null) {
      new SyncSimulation(replayed, true).run();
      return;
    }
    var totals = new SyncSimulation.Figures();
    LongStream.range(0, SEEDS)
        .forEach(seed -> {
          var simulation = new SyncSimulation(seed, false);
          try {
            simulation.run();
          } catch (AssertionError | RuntimeException e) {
            fail("seed " + seed + " (replay it with -Dseed=" + seed + ")", e);
          }
          totals.add(simulation.figures());
        });

    // A simulation in which nothing happens proves nothing.
    assertThat(totals.commits).isGreaterThan(10L * SEEDS);
    assertThat(totals.statesServed).isGreaterThan(5L * SEEDS);
    assertThat(totals.deltasServed).isGreaterThan(2L * SEEDS);
    assertThat(totals.nacks).isGreaterThan(SEEDS / 4L);
    assertThat(totals.framesTamperedWith).isGreaterThan(SEEDS);
    assertThat(totals.epochs).isGreaterThan(SEEDS / 4L);
    assertThat(totals.fetches).isGreaterThan(SEEDS / 4L);
    assertThat(totals.lateFrames).isGreaterThan(SEEDS / 4L);
    assertThat(totals.clientRestarts).isGreaterThan(SEEDS / 4L);
  }
}
