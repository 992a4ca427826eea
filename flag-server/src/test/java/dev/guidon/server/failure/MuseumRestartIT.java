// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A failure of services whose clients all come back at once.
class MuseumRestartIT {

  private static final int CLIENTS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String ENVIRONMENT = "/api/v1/projects/shop/environments/production";

  @TempDir Path home;

  @Test
  void m11NodeThatIsKilledUnderManyClientsTakesThemAllBack() {
    try (ServerProcess server = ServerProcess.start(home)) {
      RestClient admin = server.admin();
      made(admin.post("/api/v1/projects", "{\"key\": \"shop\"}"));
      made(admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}"));
      made(
          admin.post(
              "/api/v1/projects/shop/flags", "{\"key\": \"checkout\", \"type\": \"boolean\"}"));
      String key =
          made(admin.post(ENVIRONMENT + "/sdk-keys", "{\"key\": \"many\"}")).text("/token");
      List<GuidonClient> clients =
          Stream.generate(() ->
                  GuidonClient.builder()
                      .address("127.0.0.1:" + server.grpcPort())
                      .plaintext()
                      .sdkKey(key)
                      .build())
              .limit(CLIENTS)
              .toList();
      try {
        clients.forEach(client -> assertThat(client.awaitReady(PATIENCE)).isTrue());

        server.handle().destroyForcibly();
        server.handle().onExit().join();
        server.restart();
        long pid = server.handle().pid();
        assertThat(admin.post(ENVIRONMENT + "/flags/checkout/on").status()).isEqualTo(200);

        for (GuidonClient client : clients) {
          await()
              .atMost(PATIENCE)
              .until(() ->
                  client.status().connection() == ConnectionState.CONNECTED
                      && client.isEnabled("checkout", EvaluationContext.of("user-1"), false));
        }
        assertThat(server.handle().isAlive()).isTrue();
        assertThat(server.handle().pid()).isEqualTo(pid);
      } finally {
        clients.parallelStream().forEach(GuidonClient::close);
      }
    }
  }

  private static Answer made(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer;
  }
}
