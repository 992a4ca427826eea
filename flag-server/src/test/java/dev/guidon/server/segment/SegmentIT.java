// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SegmentIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final String ENVIRONMENT = "/api/v1/projects/shop/environments/production";

  private static RestClient admin;

  @BeforeAll
  static void createEnvironment() {
    admin = server.admin();
    admin.post("/api/v1/projects", "{\"key\": \"shop\"}");
    admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
  }

  @Test
  void membersAreAddedAndTakenAwayManyAtOnce() {
    create("{\"key\": \"beta\", \"included\": [{\"targetingKey\": \"ann\"}]}");

    Answer edited =
        admin.post(
            ENVIRONMENT + "/segments/beta/members",
            """
            {"included": {"add": [{"targetingKey": "bob", "until": "2030-01-01T00:00:00Z"},
                                  {"contextKind": "organization", "targetingKey": "acme"}],
                          "remove": [{"targetingKey": "ann"}]},
             "excluded": {"add": [{"targetingKey": "eve"}]}}
            """);

    assertThat(edited.status()).as(edited.body()).isEqualTo(200);
    assertThat(edited.at("/includedCount")).isEqualTo(2.0);
    Answer segment = admin.get(ENVIRONMENT + "/segments/beta");
    assertThat(segment.at("/included/0/targetingKey")).isEqualTo("bob");
    assertThat(segment.at("/included/0/until")).isEqualTo("2030-01-01T00:00:00Z");
    assertThat(segment.at("/included/1/contextKind")).isEqualTo("organization");
    assertThat(segment.at("/excluded/0/targetingKey")).isEqualTo("eve");
  }

  @Test
  void whatIsWrongWithAMemberPointsIntoTheRequest() {
    create(
        "{\"key\": \"pointed\", \"included\": [{\"targetingKey\": \"ann\"}, {\"targetingKey\": \"bob\"}]}");

    Answer refused =
        admin.post(
            ENVIRONMENT + "/segments/pointed/members",
            """
            {"included": {"add": [{"targetingKey": "carl"}, {"targetingKey": "ann", "until": "soon"}]},
             "excluded": {"add": [{"until": "2030-01-01T00:00:00Z"}]}}
            """);

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.at("/errors").toString())
        .contains(
            "\"pointer\":\"/included/add/1/until\"",
            "\"pointer\":\"/excluded/add/0/targetingKey\"");
  }

  @Test
  void aMembershipEndsAtAReadableInstant() {
    create("{\"key\": \"untimely\"}");

    Answer refused =
        admin.post(
            ENVIRONMENT + "/segments/untimely/members",
            "{\"included\": {\"add\": [{\"targetingKey\": \"ann\", \"until\": \"tomorrow\"}]}}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/code")).isEqualTo("invalid-until");
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/included/add/0/until");
  }

  @Test
  void aSegmentInUseCannotBeDeleted() {
    create("{\"key\": \"used\"}");
    admin.post("/api/v1/projects/shop/flags", "{\"key\": \"user-of-used\", \"type\": \"boolean\"}");
    Answer saved =
        admin
            .with("If-Match", "*")
            .patch(
                ENVIRONMENT + "/flags/user-of-used/targeting",
                """
                {"rules": [{"clauses": [{"operator": "inSegment", "values": ["used"]}],
                            "serve": {"variation": "on"}}]}
                """);
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);

    Answer refused = admin.delete(ENVIRONMENT + "/segments/used");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/code")).isEqualTo("segment-in-use");
    assertThat(refused.text("/detail")).contains("flag user-of-used");
  }

  @Test
  void anUnusedSegmentIsDeleted() {
    create("{\"key\": \"unused\"}");

    assertThat(admin.delete(ENVIRONMENT + "/segments/unused").status()).isEqualTo(200);
    assertThat(admin.get(ENVIRONMENT + "/segments/unused").status()).isEqualTo(404);
  }

  @Test
  void everyPlaceThatNamesAContextIsFound() {
    create("{\"key\": \"vip\", \"included\": [{\"targetingKey\": \"named/one\"}]}");
    create("{\"key\": \"out\", \"excluded\": [{\"targetingKey\": \"named/one\"}]}");
    create(
        "{\"key\": \"other-kind\", \"included\": [{\"contextKind\": \"device\", \"targetingKey\": \"named/one\"}]}");
    admin.post("/api/v1/projects/shop/flags", "{\"key\": \"targeting-it\", \"type\": \"boolean\"}");
    admin
        .with("If-Match", "*")
        .patch(
            ENVIRONMENT + "/flags/targeting-it/targeting",
            "{\"targets\": [{\"values\": [\"named/one\"], \"variation\": \"on\"}]}");

    Answer mentions = admin.get(ENVIRONMENT + "/mentions?targetingKey=named/one");

    assertThat(mentions.status()).as(mentions.body()).isEqualTo(200);
    assertThat(mentions.at("/targets").toString())
        .isEqualTo("[{\"flag\":\"targeting-it\",\"variation\":\"on\"}]");
    assertThat(mentions.at("/segments").toString())
        .isEqualTo(
            "[{\"segment\":\"out\",\"list\":\"excluded\"}, {\"segment\":\"vip\",\"list\":\"included\"}]");
  }

  @Test
  void aPatchOfASegmentsRulesKeepsTheSaltOfItsShare() {
    Answer created =
        create(
            "{\"key\": \"shared\", \"rules\": [{\"clauses\": [], \"share\": {\"weight\": 1000}}]}");

    Answer patched =
        admin
            .with("If-Match", created.etag())
            .patch(
                ENVIRONMENT + "/segments/shared",
                "{\"rules\": [{\"id\": \"%s\", \"clauses\": [], \"share\": {\"weight\": 2000}}]}"
                    .formatted(created.text("/rules/0/id")));

    assertThat(patched.status()).as(patched.body()).isEqualTo(200);
    assertThat(patched.at("/rules/0/share/salt")).isEqualTo(created.at("/rules/0/share/salt"));
    assertThat(patched.at("/rules/0/share/weight")).isEqualTo(2_000.0);
  }

  private static Answer create(String segment) {
    Answer created = admin.post(ENVIRONMENT + "/segments", segment);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created;
  }
}
