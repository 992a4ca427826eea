// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenReportsTest {

  @Test
  void reportIsSeenOnceItWasTakenIn() {
    SeenReports seen = SeenReports.NONE.with(1);

    assertThat(seen.contains(1)).isTrue();
    assertThat(seen.contains(2)).isFalse();
  }

  @Test
  void reportThatWasOvertakenIsNotLost() {
    SeenReports seen = SeenReports.NONE.with(1).with(3);

    assertThat(seen.contains(2)).isFalse();
    assertThat(seen.with(2).contains(2)).isTrue();
    assertThat(seen.with(2).newest()).isEqualTo(3);
  }

  @Test
  void reportFarBehindCountsAsSeen() {
    SeenReports seen = SeenReports.NONE.with(100);

    assertThat(seen.contains(37)).isFalse();
    assertThat(seen.contains(36)).isTrue();
    assertThat(seen.with(36)).isEqualTo(seen);
  }

  @Test
  void farJumpForgetsWhatIsOutOfSight() {
    SeenReports seen = SeenReports.NONE.with(5).with(5_000);

    assertThat(seen.contains(5)).isTrue();
    assertThat(seen.contains(4_999)).isFalse();
  }

  /// Compared with a plain set, on numbers that arrive late by less than 64.
  @Test
  void answersAsASetOfAllReportsWould() {
    Random random = new Random(42);
    SeenReports seen = SeenReports.NONE;
    Set<Long> all = new HashSet<>();
    long newest = 1;
    for (int i = 0; i < 10_000; i++) {
      newest += random.nextInt(4) == 0 ? random.nextInt(40) : 0;
      long report = Math.max(1, newest - random.nextInt(40));
      if (report > seen.newest() - 64) {
        assertThat(seen.contains(report)).isEqualTo(all.contains(report));
      }
      seen = seen.with(report);
      all.add(report);
    }
  }
}
