// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.server.RestClient.Answer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The example program of the SDK's guide, with the real server.
class ExampleIT {

  private static final Path PROGRAM = Path.of("../docs/sdk/example/Checkout.java");
  private static final String ENVIRONMENT = "/api/v1/projects/shop/environments/production";

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  @Test
  void programPrintsWhatATogglePerRestChanges() throws Exception {
    RestClient admin = server.admin();
    made(admin.post("/api/v1/projects", "{\"key\": \"shop\"}"));
    made(admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}"));
    made(
        admin.post(
            "/api/v1/projects/shop/flags", "{\"key\": \"checkout-v2\", \"type\": \"boolean\"}"));
    String key =
        made(admin.post(ENVIRONMENT + "/sdk-keys", "{\"key\": \"example\"}")).text("/token");

    Process program = start(key);
    try {
      List<String> lines = linesOf(program);
      awaitLast(lines, "ann gets the old checkout");

      admin.post(ENVIRONMENT + "/flags/checkout-v2/on");
      awaitLast(lines, "ann gets the new checkout");

      admin.post(ENVIRONMENT + "/flags/checkout-v2/off");
      awaitLast(lines, "ann gets the old checkout");
    } finally {
      program.destroyForcibly();
    }
  }

  private static Process start(String sdkKey) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--class-path",
            System.getProperty("java.class.path"),
            PROGRAM.toString(),
            "127.0.0.1:" + server.node().grpcPort(),
            sdkKey)
        .redirectErrorStream(true)
        .start();
  }

  private static List<String> linesOf(Process program) {
    List<String> lines = new CopyOnWriteArrayList<>();
    Thread.ofVirtual()
        .start(() ->
            new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8))
                .lines()
                .forEach(lines::add));
    return lines;
  }

  private static void awaitLast(List<String> lines, String line) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(lines).last().isEqualTo(line));
  }

  private static Answer made(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer;
  }
}
