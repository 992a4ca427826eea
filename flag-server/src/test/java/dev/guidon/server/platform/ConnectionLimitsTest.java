// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private static final UUID KEY = new UUID(0, 1);
  private static final UUID OTHER_KEY = new UUID(0, 2);

  private final ConnectionLimits limits = new ConnectionLimits(10, 3, 4);
  private int cuts;

  @Test
  void m12OneTooManyIsRefusedAndNobodyIsDropped() {
    for (int i = 0; i < 10; i++) {
      assertThat(accept("10.0.0." + i, 1)).isTrue();
    }

    assertThat(accept("10.0.1.1", 1)).isFalse();

    assertThat(limits.count()).isEqualTo(10);
    assertThat(cuts).isZero();
  }

  @Test
  void placeIsFreeAgainWhenAConnectionCloses() {
    for (int i = 0; i < 10; i++) {
      accept("10.0.0." + i, 1);
    }
    limits.closed(at("10.0.0.5", 1));

    assertThat(accept("10.0.1.1", 1)).isTrue();
  }

  @Test
  void addressHasFewConnectionsUntilItShowsAKey() {
    assertThat(accept("10.0.0.1", 1)).isTrue();
    assertThat(accept("10.0.0.1", 2)).isTrue();
    assertThat(accept("10.0.0.1", 3)).isTrue();
    assertThat(accept("10.0.0.1", 4)).isFalse();
    assertThat(accept("10.0.0.2", 1)).isTrue();

    limits.authenticated(at("10.0.0.1", 1), KEY);

    assertThat(accept("10.0.0.1", 4)).isTrue();
    assertThat(accept("10.0.0.1", 5)).isFalse();
  }

  @Test
  void addressesOfOneIpv6NetworkCountTogether() {
    accept("2001:db8::1", 1);
    accept("2001:db8::2", 1);
    accept("2001:db8::ffff:1", 1);

    assertThat(accept("2001:db8::9", 1)).isFalse();
    assertThat(accept("2001:db8:0:1::9", 1)).isTrue();
  }

  @Test
  void keyHasSoManyConnections() {
    for (int i = 0; i < 4; i++) {
      accept("10.0.0." + i, 1);
      assertThat(limits.authenticated(at("10.0.0." + i, 1), KEY)).isTrue();
    }
    accept("10.0.0.9", 1);

    assertThat(limits.authenticated(at("10.0.0.9", 1), KEY)).isFalse();
    assertThat(limits.authenticated(at("10.0.0.9", 1), OTHER_KEY)).isTrue();
    assertThat(limits.authenticated(at("10.0.0.0", 1), KEY)).as("one it counts already").isTrue();

    limits.closed(at("10.0.0.0", 1));
    assertThat(limits.authenticated(at("10.0.0.9", 1), KEY)).isTrue();
  }

  @Test
  void everythingIsGivenBackInTheEnd() {
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 3; i++) {
        assertThat(accept("10.0.0.1", i)).isTrue();
      }
      assertThat(limits.authenticated(at("10.0.0.1", 0), KEY)).isTrue();
      for (int i = 0; i < 3; i++) {
        limits.closed(at("10.0.0.1", i));
        limits.closed(at("10.0.0.1", i));
      }
    }

    assertThat(limits.count()).isZero();
  }

  @Test
  void connectionCanBeCut() {
    accept("10.0.0.1", 1);

    limits.cut(at("10.0.0.1", 1));
    limits.cut(at("10.0.0.1", 2));

    assertThat(cuts).isEqualTo(1);
  }

  private boolean accept(String address, int port) {
    return limits.accept(at(address, port), () -> cuts++);
  }

  private static InetSocketAddress at(String address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), 1_000 + port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
