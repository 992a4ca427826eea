// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProjectIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  @Test
  void aProjectIsThereOnceItIsCreated() {
    var created =
        server.admin().post("/api/v1/projects", "{\"key\": \"shop\", \"name\": \"Shop\"}");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    var read = server.admin().get("/api/v1/projects/shop");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text("/name")).isEqualTo("Shop");
    assertThat(read.etag()).isEqualTo("\"1\"");
  }

  @Test
  void anEnvironmentIsDeletedOnlyByWhoNamesItTwice() {
    server.admin().post("/api/v1/projects", "{\"key\": \"doomed\"}");
    String environments = "/api/v1/projects/doomed/environments";
    server.admin().post(environments, "{\"key\": \"production\"}");

    for (String confirmation :
        List.of("", "?confirm=", "?confirm=staging", "?confirm=Production")) {
      var refused = server.admin().delete(environments + "/production" + confirmation);
      assertThat(refused.status()).as(confirmation).isEqualTo(428);
      assertThat(refused.text("/code")).isEqualTo("confirmation-required");
    }
    assertThat(server.admin().get(environments + "/production").status()).isEqualTo(200);

    assertThat(server.admin().delete(environments + "/production?confirm=production").status())
        .isEqualTo(200);
    assertThat(server.admin().get(environments + "/production").status()).isEqualTo(404);
  }
}
