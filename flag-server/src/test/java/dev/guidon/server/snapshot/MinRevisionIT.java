// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.TestNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whoever changes something through one node sees it through another, though that one hears of no changes.
class MinRevisionIT {

  private static final String ENVIRONMENT = "/api/v1/projects/shop/environments/production";

  @RegisterExtension static final FlagServerExtension first = new FlagServerExtension();

  private static TestNode polling;
  private static RestClient admin;
  private static RestClient other;

  @BeforeAll
  static void startOther() {
    polling = TestNode.start(first.database(), Map.of("guidon.log.listen", false));
    admin = first.admin();
    other = new RestClient(polling.uri(), first.adminToken());
    admin.post("/api/v1/projects", "{\"key\": \"shop\"}");
    admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    admin.post(ENVIRONMENT + "/segments", "{\"key\": \"beta\"}");
  }

  @AfterAll
  static void stopOther() {
    polling.close();
  }

  @Test
  void aRequestThatNamesARevisionSeesItOnEveryNode() {
    for (int i = 0; i < 20; i++) {
      Answer changed =
          admin.post(
              ENVIRONMENT + "/segments/beta/members",
              "{\"included\": {\"add\": [{\"targetingKey\": \"user-%d\"}]}}".formatted(i));

      Answer read =
          other
              .with("Guidon-Min-Revision", changed.header("Guidon-Revision"))
              .get(ENVIRONMENT + "/mentions?targetingKey=user-" + i);

      assertThat(read.status()).as(read.body()).isEqualTo(200);
      assertThat(read.text("/segments/0/segment").replace("\"", "")).isEqualTo("beta");
    }
  }

  @Test
  void aChangeOfNothingAnswersARevisionThatCanBeWaitedFor() {
    Answer unchanged = admin.post(ENVIRONMENT + "/segments/beta/members", "{}");

    Answer read =
        other
            .with("Guidon-Min-Revision", unchanged.header("Guidon-Revision"))
            .get(ENVIRONMENT + "/segments/beta");

    assertThat(unchanged.at("/receipt")).isNull();
    assertThat(read.status()).as(read.body()).isEqualTo(200);
  }

  @Test
  void aRevisionThatIsNotReachedIsRefusedForNow() {
    Answer refused =
        admin.with("Guidon-Min-Revision", "999999999").get(ENVIRONMENT + "/segments/beta");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("/code")).isEqualTo("revision-not-reached");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void whoShowsNoTokenIsRefusedWithoutWaiting() {
    Answer refused = first.as("").with("Guidon-Min-Revision", "999999999").get("/api/v1/projects");

    assertThat(refused.status()).isEqualTo(401);
  }

  @Test
  void aRevisionThatIsNoNumberIsRefused() {
    Answer refused = admin.with("Guidon-Min-Revision", "soon").get("/api/v1/projects");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/detail")).contains("Guidon-Min-Revision: soon");
  }
}
