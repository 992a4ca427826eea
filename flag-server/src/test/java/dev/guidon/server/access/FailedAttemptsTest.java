// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

  private static final int MOST = 20;
  private static final InetAddress GUESSER = address("192.0.2.1");

  private final AtomicLong now = new AtomicLong();
  private final FailedAttempts failures =
      new FailedAttempts(new AccessConfiguration(null, MOST, 600, Duration.ofHours(24)), now::get);

  @Test
  void aFewFailuresAMinuteAreForgiven() {
    for (int minute = 0; minute < 10; minute++) {
      fail(GUESSER, MOST);
      pass(Duration.ofMinutes(1));
    }

    assertThat(failures.delayOf(GUESSER)).isZero();
  }

  @Test
  void whoGoesOnGuessingWaitsTwiceAsLongEachTimeAndAQuarterOfAnHourAtMost() {
    Duration last = Duration.ZERO;
    for (int i = 0; i < 4; i++) {
      fail(GUESSER, MOST + 1);
      Duration delay = failures.delayOf(GUESSER);
      assertThat(delay).isEqualTo(last.isZero() ? Duration.ofSeconds(15) : last.multipliedBy(2));
      last = delay;
      pass(delay);
      assertThat(failures.delayOf(GUESSER)).isZero();
    }
    for (int i = 0; i < 10; i++) {
      fail(GUESSER, MOST + 1);
      pass(failures.delayOf(GUESSER));
    }
    fail(GUESSER, MOST + 1);

    assertThat(failures.delayOf(GUESSER)).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void nobodyElseWaits() {
    fail(GUESSER, MOST + 1);

    assertThat(failures.delayOf(address("192.0.2.2"))).isZero();
  }

  @Test
  void anAddressOfIpVersionSixCountsForItsNetwork() {
    fail(address("2001:db8:0:1::1"), MOST);
    fail(address("2001:db8:0:1::2"), 1);

    assertThat(failures.delayOf(address("2001:db8:0:1:ffff::"))).isPositive();
    assertThat(failures.delayOf(address("2001:db8:0:2::1"))).isZero();
  }

  private void fail(InetAddress address, int times) {
    for (int i = 0; i < times; i++) {
      failures.failed(address);
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
