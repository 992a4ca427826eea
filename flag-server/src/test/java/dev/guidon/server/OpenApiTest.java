// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The committed document of the API is the one that the code makes.
class OpenApiTest {

  private static final Path COMMITTED = Path.of("..", "docs", "api", "openapi.yaml");

  @Test
  void theCommittedDocumentIsTheOneThatTheCodeMakes() throws IOException {
    assertThat(Files.readString(COMMITTED))
        .as("copy flag-server/target/classes/META-INF/swagger/openapi.yml to docs/api/openapi.yaml")
        .isEqualTo(generated());
  }

  private static String generated() throws IOException {
    try (InputStream document =
        OpenApiTest.class.getResourceAsStream("/META-INF/swagger/openapi.yml")) {
      assertThat(document).isNotNull();
      return new String(document.readAllBytes(), UTF_8);
    }
  }
}
