// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

  @Test
  void waitsAreSpreadOverAllOfTheTimeFromNothingToTheBound() {
    for (int attempt : new int[] {0, 1, 5, 6, 31, 32, 33, 63, 64, 1_000, Integer.MAX_VALUE}) {
      long bound = attempt > 6 ? 30_000 : Math.min(30_000, 500L << attempt);
      var random = new Random(attempt);
      long[] waits =
          LongStream.range(0, 2_000).map(i -> BACKOFF.delayMillis(attempt, random)).toArray();

      assertThat(LongStream.of(waits)).allMatch(wait -> wait >= 0 && wait <= bound);
      assertThat(LongStream.of(waits).min().orElseThrow()).isLessThan(bound / 20);
      assertThat(LongStream.of(waits).max().orElseThrow()).isGreaterThan(bound - bound / 20);
    }
  }

  @Test
  void firstMustBeAboveZeroAndAtMostTheLongest() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessage("first: PT0S (expected: above zero, at most PT1S)");
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessage("first: PT2S (expected: above zero, at most PT1S)");
  }
}
