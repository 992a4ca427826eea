// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static dev.guidon.server.access.TestAccess.made;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The admin token of the first start lives on until somebody who has a token of their own ends it.
class LegacyTokenIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  @Test
  void legacyTokenMigration(@TempDir Path directory) {
    RestClient legacy = server.admin();
    var access = new TestAccess(server.uri(), legacy).withProjects().user("ada");
    access.grant("ada", "admin", "");
    RestClient ada = access.as("ada");

    Answer listed = ada.get("/api/v1/tokens");
    Answer byItself = legacy.delete("/api/v1/admin-token");
    made(ada.delete("/api/v1/admin-token"));
    Answer afterwards = legacy.get("/api/v1/projects");
    Answer listedAfterwards = ada.get("/api/v1/tokens");

    assertThat(listed.text("/items/0"))
        .contains("\"legacy\":true")
        .contains("\"neverExpires\":true");
    assertThat(byItself.text("/code")).isEqualTo("token-without-owner");
    assertThat(afterwards.status()).isEqualTo(401);
    assertThat(listedAfterwards.body()).doesNotContain("\"legacy\":true");
    made(ada.get("/api/v1/projects/web"));

    Path another = directory.resolve("admin-token");
    try (var node =
        TestNode.start(
            server.database(), Map.of("guidon.access.admin-token-file", another.toString()))) {
      assertThat(another).as("a restart makes no other one").doesNotExist();
      assertThat(new RestClient(node.uri(), server.adminToken()).get("/api/v1/projects").status())
          .isEqualTo(401);
      assertThat(Files.exists(server.tokenFile())).isTrue();
    }
  }
}
