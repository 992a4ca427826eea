// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.audit.checkpoint.LogKeys;
import dev.guidon.audit.checkpoint.VerificationKey;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  @Test
  void aKeyIsFollowedByTheOneThatItNamesAndByNoOther(@TempDir Path directory) throws IOException {
    Path previous = directory.resolve("previous.json");
    Files.writeString(previous, server.bean(LogSigner.class).key().reveal());
    VerificationKey first = server.bean(LogSigner.class).key().verification();

    try (TestNode node =
        TestNode.start(
            server.database(),
            Map.of(
                "guidon.audit.key-file",
                directory.resolve("next.json").toString(),
                "guidon.audit.previous-key-file",
                previous.toString()))) {
      var client = new RestClient(node.uri(), server.adminToken());
      Answer keys = client.get("/api/v1/audit/keys");
      Answer created = client.post("/api/v1/projects", "{\"key\": \"after\"}");

      LogKeys believed = LogKeys.of(first).with(keys.text("/1/succession")).orElseThrow();
      assertThat(believed.current().kid()).isEqualTo(keys.text("/1/kid"));
      assertThat(believed.receipt(created.text("/receipt/jws"))).isPresent();
      assertThat(LogKeys.of(first).receipt(created.text("/receipt/jws"))).isEmpty();
      // The node that has the key before would sign what nobody believes any more.
      await()
          .untilAsserted(() ->
              assertThat(
                      server.admin().post("/api/v1/projects", "{\"key\": \"late\"}").text("/code"))
                  .isEqualTo("read-only"));
    }
  }
}
