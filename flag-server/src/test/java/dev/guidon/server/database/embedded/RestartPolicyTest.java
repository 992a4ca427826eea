// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private static final long ANY_TIME = -7_000_000_000L; // System.nanoTime may be negative

  private final RestartPolicy policy = new RestartPolicy();

  @Test
  void waitsTwiceAsLongAfterEachFailureUpToFiveSeconds() {
    assertThat(policy.failed(at(0))).isEqualTo(Duration.ofMillis(200));
    assertThat(policy.failed(at(1))).isEqualTo(Duration.ofMillis(400));
    assertThat(policy.failed(at(2))).isEqualTo(Duration.ofMillis(800));
    assertThat(policy.failed(at(3))).isEqualTo(Duration.ofMillis(1600));
    assertThat(policy.goesOn()).isFalse();
    assertThat(policy.failed(at(59))).isEqualTo(Duration.ofSeconds(5));
    assertThat(policy.goesOn()).isTrue();
    assertThat(policy.failed(at(59))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void forgetsFailuresAfterAMinute() {
    for (int second = 0; second < 4; second++) {
      policy.failed(at(second));
    }

    assertThat(policy.failed(at(60))).isEqualTo(Duration.ofMillis(1600)); // the first is forgotten
    assertThat(policy.failed(at(200))).isEqualTo(Duration.ofMillis(200));
  }

  private static long at(long second) {
    return ANY_TIME + Duration.ofSeconds(second).toNanos();
  }
}
