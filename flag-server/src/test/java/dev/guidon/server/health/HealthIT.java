// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RawConnection;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nodeIsLiveAndReadyOnBothPorts(boolean management) {
    RestClient nobody = nobody(management ? server.node().management() : server.uri());

    await().until(() -> nobody.get("/readyz").status() == 200);
    Answer ready = nobody.get("/readyz");

    assertThat(ready.text("/status")).isEqualTo("ready");
    assertThat(ready.text("/database")).isEqualTo("up");
    assertThat(nobody.get("/livez").status()).isEqualTo(200);
  }

  @Test
  void metricsAreOnTheManagementPortOnly() {
    String metrics = nobody(server.node().management()).get("/metrics").body();

    assertThat(metrics)
        .contains(
            "guidon_sdk_streams ",
            "guidon_log_age_seconds ",
            "guidon_log_revision ",
            "guidon_change_delivery_seconds_bucket",
            "guidon_sdk_streams_ended_total{cause=\"stalled\"}",
            "guidon_ready ",
            "jvm_memory_used_bytes");
    assertThat(nobody(server.uri()).get("/metrics").status()).isEqualTo(404);
  }

  @Test
  void m27AHundredThousandDistinctContextsMakeNoMoreSeries() {
    assertThat(server.admin().post("/api/v1/projects", "{\"key\": \"shop\"}").status())
        .isEqualTo(201);
    server.admin().post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    String environment = "/api/v1/projects/shop/environments/production";
    String token =
        server.admin().post(environment + "/sdk-keys", "{\"key\": \"backend\"}").text("/token");
    evaluate(token, 0, 1);
    server.as(token).get("/no/such/page/0");
    long before = series();

    evaluate(token, 1, 100_000);
    for (int i = 1; i < 500; i++) {
      server.as(token).get("/no/such/page/" + i);
    }

    assertThat(series()).isLessThan(before + 30);
  }

  /// Asks for as many different flags, for as many different contexts.
  private static void evaluate(String token, int from, int count) {
    int together = 100;
    try (var connection = new RawConnection(server.uri())) {
      for (int i = from; i < from + count; i += together) {
        int end = Math.min(i + together, from + count);
        for (int each = i; each < end; each++) {
          connection.send(
              RawConnection.request(
                  "POST",
                  "/ofrep/v1/evaluate/flags/flag-" + each,
                  "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n",
                  ("{\"context\": {\"targetingKey\": \"user-" + each + "\"}}").getBytes(UTF_8)));
        }
        for (int each = i; each < end; each++) {
          assertThat(connection.read())
              .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(404));
        }
      }
    }
  }

  private static long series() {
    return nobody(server.node().management())
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .count();
  }

  private static RestClient nobody(URI uri) {
    return new RestClient(uri, "");
  }
}
