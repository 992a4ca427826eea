// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.internal.sync.Backoff;
import dev.guidon.sdk.internal.sync.SyncTiming;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.TcpProxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Failures of the network between the real client and the real server.
class MuseumClientIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final EvaluationContext USER = EvaluationContext.of("user-1");

  /// Impatient, as programs need not be.
  private static final SyncTiming QUICK =
      SyncTiming.DEFAULT.withReconnect(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private TestShop shop;
  private String token;
  private TcpProxy proxy;

  @BeforeEach
  void openShop() {
    shop = new TestShop(server.admin());
    token = shop.sdkKey("backend");
    shop.createFlag("checkout");
    proxy = TcpProxy.to(server.node().grpcPort());
  }

  @AfterEach
  void closeProxy() {
    proxy.close();
  }

  private GuidonClient client(SyncTiming timing) {
    GuidonClient client =
        GuidonClient.builder()
            .address("127.0.0.1:" + proxy.port())
            .plaintext()
            .sdkKey(token)
            .timing(timing)
            .build();
    assertThat(client.awaitReady(PATIENCE)).isTrue();
    return client;
  }

  /// Channels connect again by themselves. A thousand that did, and waited with it, were all that a node let in without a key, and
  /// nobody could come back for minutes.
  @Test
  void clientThatWaitsToComeBackHoldsNoConnection() {
    Duration longEnough = Duration.ofSeconds(5);
    try (GuidonClient client = client(QUICK.withReconnect(new Backoff(longEnough, longEnough)))) {
      proxy.cut();
      await()
          .atMost(PATIENCE)
          .until(() -> client.status().connection() != ConnectionState.CONNECTED);
      int connections = proxy.acceptedCount();
      proxy.restore();

      await()
          .atMost(PATIENCE)
          .until(() -> client.status().connection() == ConnectionState.CONNECTED);

      assertThat(proxy.acceptedCount()).isEqualTo(connections + 1);
    }
  }

  /// Both ends believe in a connection on which nothing passes any more.
  @Test
  void m09ConnectionThatIsDeadInSilenceIsLeftForANewOne() {
    try (GuidonClient client = client(QUICK.withSilence(Duration.ofSeconds(2)))) {
      int connections = proxy.acceptedCount();

      proxy.swallow();
      shop.turn("checkout", true);

      await().atMost(PATIENCE).until(() -> client.isEnabled("checkout", USER, false));
      assertThat(proxy.acceptedCount()).isGreaterThan(connections);
    }
  }

  @Test
  void clientThatWasCutOffServesOnAndComesBack() {
    try (GuidonClient client = client(QUICK)) {
      shop.turn("checkout", true);
      await().atMost(PATIENCE).until(() -> client.isEnabled("checkout", USER, false));

      proxy.cut();
      await()
          .atMost(PATIENCE)
          .until(() -> client.status().connection() == ConnectionState.CONNECTING);
      shop.turn("checkout", false);
      assertThat(client.isEnabled("checkout", USER, false)).isTrue();
      proxy.restore();

      await().atMost(PATIENCE).until(() -> !client.isEnabled("checkout", USER, true));
    }
  }

  /// S8: what 500 changes of a few flags cost a client that was away is a small part of all flags.
  @Test
  void clientThatWasAwayGetsWhatChangedAndNotAllFlags() {
    for (int i = 0; i < 300; i++) {
      shop.createFlag("flag-" + i);
    }
    try (GuidonClient client = client(QUICK)) {
      await().atMost(PATIENCE).until(() -> client.flagKeys().size() == 301);
    }
    long beforeSnapshot = proxy.bytesToClients();
    try (GuidonClient client = client(QUICK)) {
      long snapshot = proxy.bytesToClients() - beforeSnapshot;
      proxy.cut();
      long revision = 0;
      for (int i = 0; i < 500; i++) {
        revision = shop.turn("flag-" + i % 10, i % 20 < 10);
      }
      long newest = revision;
      long beforeReturn = proxy.bytesToClients();
      proxy.restore();

      await().atMost(PATIENCE).until(() -> client.status().revision() == newest);

      assertThat(proxy.bytesToClients() - beforeReturn).isLessThan(snapshot / 10);
    }
  }
}
