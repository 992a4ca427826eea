// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.guide;

import static dev.guidon.sdk.TestDefinitions.booleanFlag;
import static dev.guidon.sdk.TestDefinitions.object;
import static dev.guidon.sdk.TestDefinitions.off;
import static dev.guidon.sdk.TestDefinitions.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.ClientStatus;
import dev.guidon.sdk.EvaluationDetails;
import dev.guidon.sdk.FakeFlagServer;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code of docs/sdk/java.md.
class JavaGuideTest {

  private final FakeFlagServer server = FakeFlagServer.start();

  @BeforeEach
  void createFlag() {
    server.put(object(booleanFlag("checkout-v2"), 1), object(serving("checkout-v2", "on"), 1));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void firstFlag() {
    String address = server.address();
    String sdkKey = FakeFlagServer.SDK_KEY;

    // region: first-flag
    GuidonClient client =
        GuidonClient.builder().address(address).plaintext().sdkKey(sdkKey).build();

    EvaluationContext user = EvaluationContext.of("user-1");
    boolean newCheckout = client.isEnabled("checkout-v2", user, false);
    // endregion

    assertThat(newCheckout).isIn(true, false);
    client.close();
  }

  @Test
  void waiting() {
    try (GuidonClient client = server.clientBuilder().build()) {
      List<String> log = new CopyOnWriteArrayList<>();
      // region: waiting
      if (!client.awaitReady(Duration.ofSeconds(5))) {
        log.add("starting without word from the server: " + client.status().lastError());
      }
      // endregion
      assertThat(log).isEmpty();
    }
  }

  @Test
  void contexts() {
    // region: contexts
    EvaluationContext context =
        EvaluationContext.builder("ann")
            .set("plan", "pro")
            .set("seats", 20)
            .set("teams", List.of("search", "payments"))
            .kind("organization", "acme")
            .set("country", "NL")
            .build();
    // endregion
    assertThat(context.targetingKey()).isEqualTo("ann");
    assertThat(context.targetingKey("organization")).isEqualTo("acme");
  }

  @Test
  void details() {
    try (GuidonClient client = server.clientBuilder().build()) {
      assertThat(client.awaitReady(Duration.ofSeconds(20))).isTrue();
      EvaluationContext user = EvaluationContext.of("user-1");
      // region: details
      EvaluationDetails<Boolean> details = client.isEnabledDetails("checkout-v2", user, false);
      String why = details.variation() + " because of " + details.reason().kind();
      // endregion
      assertThat(why).isEqualTo("on because of FALLTHROUGH");
    }
  }

  @Test
  void listeners() {
    try (GuidonClient client = server.clientBuilder().build()) {
      assertThat(client.awaitReady(Duration.ofSeconds(20))).isTrue();
      List<String> prices = new CopyOnWriteArrayList<>();
      // region: listeners
      Subscription subscription =
          client.onFlagChange(change -> {
            if (change.flagKeys().contains("checkout-v2")) {
              prices.clear();
            }
          });
      // endregion
      prices.add("cached");
      server.put(object(off("checkout-v2", "off"), 2));
      await().atMost(Duration.ofSeconds(20)).until(prices::isEmpty);
      subscription.close();
    }
  }

  @Test
  void status() {
    try (GuidonClient client = server.clientBuilder().build()) {
      assertThat(client.awaitReady(Duration.ofSeconds(20))).isTrue();
      // region: status
      ClientStatus status = client.status();
      boolean healthy = status.ready() && !status.stale();
      // endregion
      assertThat(healthy).isTrue();
    }
  }

  @Test
  void cache(@TempDir Path directory) {
    String address = server.address();
    String sdkKey = FakeFlagServer.SDK_KEY;
    // region: cache
    GuidonClient client =
        GuidonClient.builder()
            .address(address)
            .plaintext()
            .sdkKey(sdkKey)
            .cacheDirectory(directory)
            .build();
    // endregion
    assertThat(client.awaitReady(Duration.ofSeconds(20))).isTrue();
    client.close();
    assertThat(directory).isDirectoryContaining("glob:**.snapshot");
  }

  @Test
  void offline(@TempDir Path directory) throws Exception {
    try (GuidonClient client = server.clientBuilder().cacheDirectory(directory).build()) {
      assertThat(client.awaitReady(Duration.ofSeconds(20))).isTrue();
    }
    Path file;
    try (var files = Files.list(directory)) {
      file = files.findFirst().orElseThrow();
    }
    // region: offline
    GuidonClient client = GuidonClient.builder().offline(file).build();
    // endregion
    assertThat(client.isEnabled("checkout-v2", EvaluationContext.of("user-1"), false)).isTrue();
    client.close();
  }
}
