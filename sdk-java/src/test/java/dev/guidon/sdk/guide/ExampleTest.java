// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.guide;

import static dev.guidon.sdk.TestDefinitions.booleanFlag;
import static dev.guidon.sdk.TestDefinitions.object;
import static dev.guidon.sdk.TestDefinitions.off;
import static dev.guidon.sdk.TestDefinitions.serving;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.sdk.FakeFlagServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// The example program, run as its first lines say.
class ExampleTest {

  @Test
  void programPrintsWhatChanges() throws Exception {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/sdk/example"))) {
      folder = folder.getParent();
    }
    try (FakeFlagServer server = FakeFlagServer.start()) {
      server.put(object(booleanFlag("checkout-v2"), 1), object(off("checkout-v2", "off"), 1));
      Process program =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--class-path",
                  System.getProperty("java.class.path"),
                  folder.resolve("docs/sdk/example/Checkout.java").toString(),
                  server.address(),
                  FakeFlagServer.SDK_KEY)
              .redirectErrorStream(true)
              .start();
      List<String> lines = new CopyOnWriteArrayList<>();
      var reader =
          new Thread(() ->
              new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8))
                  .lines()
                  .forEach(lines::add));
      reader.setDaemon(true);
      reader.start();
      try {
        awaitLine(lines, "ann gets the old checkout");

        server.put(object(serving("checkout-v2", "on"), 2));

        awaitLine(lines, "ann gets the new checkout");
      } finally {
        program.destroyForcibly();
      }
    }
  }

  private static void awaitLine(List<String> lines, String line) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(lines).contains(line));
  }
}
