// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void secondsWorthIsLetThroughAtOnceAndNoMore() {
    var bucket = new TokenBucket(200, 0);

    assertThat(takeUntilEmpty(bucket, 0)).isEqualTo(200);
  }

  @Test
  void fillsUpEvenly() {
    var bucket = new TokenBucket(200, 0);
    takeUntilEmpty(bucket, 0);

    assertThat(takeUntilEmpty(bucket, SECOND / 2)).isEqualTo(100);
    assertThat(takeUntilEmpty(bucket, SECOND / 2 + SECOND / 200)).isEqualTo(1);
    assertThat(takeUntilEmpty(bucket, SECOND / 2 + SECOND / 200 + 1)).isZero();
  }

  @Test
  void neverHoldsMoreThanASecondsWorth() {
    var bucket = new TokenBucket(200, 0);

    assertThat(takeUntilEmpty(bucket, 1_000 * SECOND)).isEqualTo(200);
  }

  @Test
  void askingOftenDoesNotKeepItEmpty() {
    var bucket = new TokenBucket(2, 0);
    takeUntilEmpty(bucket, 0);
    int taken = 0;
    for (long now = 0; now < 10 * SECOND; now += SECOND / 1_000) {
      taken += bucket.tryTake(now) ? 1 : 0;
    }

    assertThat(taken).isBetween(18, 20);
  }

  private static int takeUntilEmpty(TokenBucket bucket, long now) {
    int taken = 0;
    while (bucket.tryTake(now)) {
      taken++;
    }
    return taken;
  }
}
