// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static dev.guidon.server.access.TestAccess.made;
import static dev.guidon.server.access.TestAccess.selector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people live through who work with roles and tokens.
class AccessStoriesIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final String WEB_PRODUCTION = "/api/v1/projects/web/environments/production";
  private static final String WEB_STAGING = "/api/v1/projects/web/environments/staging";

  private static TestAccess access;

  @BeforeAll
  static void found() {
    access = new TestAccess(server.uri(), server.admin()).withProjects();
  }

  @Test
  void onCallEngineerTogglesKillSwitchesInProductionAndNothingElse() {
    access
        .role(
            "kill-switches",
            """
            [{"actions": ["targeting:turn"], "environments": ["production"], "purposes": ["kill-switch"]}]\
            """)
        .user("oncall")
        .grant("oncall", "kill-switches", "");
    RestClient oncall = access.as("oncall");

    made(oncall.post(WEB_PRODUCTION + "/flags/payments/on"));
    made(
        oncall
            .with("If-Match", "*")
            .patch(WEB_PRODUCTION + "/flags/payments/targeting", "{\"on\": false}"));

    refused(oncall.post(WEB_PRODUCTION + "/flags/checkout/on"));
    refused(oncall.post(WEB_STAGING + "/flags/payments/on"));
    refused(
        oncall
            .with("If-Match", "*")
            .patch(
                WEB_PRODUCTION + "/flags/payments/targeting",
                "{\"on\": true, \"offVariation\": \"on\"}"));
    refused(oncall.get("/api/v1/projects/web/flags"));
    refused(oncall.get("/api/v1/users"));
  }

  @Test
  void rankingTeamEditsValuesAndWeightsOfItsFlagsAndNothingElse() {
    access
        .role(
            "ranking",
            "[{\"actions\": [\"flag:edit-values\", \"targeting:weigh\"], \"tags\": [\"ranking\"]}]")
        .user("ranker")
        .grant("ranker", "ranking", "");
    RestClient ranker = access.as("ranker").with("If-Match", "*");
    String order = "/api/v1/projects/web/flags/order";
    String weights = "{\"weights\": {\"a\": 40000, \"b\": 60000}}";

    made(
        ranker.patch(
            order,
            "{\"variations\": [{\"key\": \"a\", \"value\": {\"w\": 3}}, {\"key\": \"b\", \"value\": {\"w\": 2}}]}"));
    made(ranker.post(WEB_PRODUCTION + "/flags/order/weights", weights));

    refused(ranker.patch(order, "{\"name\": \"Mine\"}"));
    refused(ranker.patch(order, "{\"tags\": []}"));
    refused(ranker.post(WEB_PRODUCTION + "/flags/order/on"));
    refused(
        ranker.post(
            WEB_PRODUCTION + "/flags/checkout/weights",
            "{\"weights\": {\"on\": 40000, \"off\": 60000}}"));
    refused(
        ranker.patch(
            "/api/v1/projects/web/flags/checkout",
            "{\"variations\": [{\"key\": \"on\", \"value\": false}, {\"key\": \"off\", \"value\": false}]}"));
  }

  @Test
  void webTeamDoesEverythingButInProductionOnlyTurnsOnAndOff() {
    access
        .role(
            "web-team",
            """
            [{"actions": ["*"], "environments": ["*", "!production"]},
             {"actions": ["*:read", "targeting:turn", "flag:write"]}]\
            """)
        .user("webber")
        .grant("webber", "web-team", "\"project\": \"web\"");
    RestClient webber = access.as("webber").with("If-Match", "*");
    String draft =
        "{\"on\": true, \"offVariation\": \"off\", \"fallthrough\": {\"variation\": \"off\"}}";

    made(webber.put(WEB_STAGING + "/flags/checkout/targeting", draft));
    made(webber.post(WEB_STAGING + "/sdk-keys", "{\"key\": \"web-team\"}"));
    made(webber.post("/api/v1/projects/web/flags", "{\"key\": \"fresh\", \"type\": \"boolean\"}"));
    made(webber.post(WEB_PRODUCTION + "/flags/checkout/on"));
    made(webber.post(WEB_PRODUCTION + "/flags/checkout/off"));

    refused(webber.put(WEB_PRODUCTION + "/flags/checkout/targeting", draft));
    refused(webber.post(WEB_PRODUCTION + "/sdk-keys", "{\"key\": \"web-team\"}"));
    hidden(webber.get("/api/v1/projects/shop"));
    hidden(webber.post("/api/v1/projects/shop/environments/staging/flags/checkout/on"));
    assertThat(webber.get("/api/v1/projects").at("/items/1")).isNull();
    assertThat(webber.get("/api/v1/projects").text("/items/0")).contains("\"web\"");
  }

  @Test
  void tokenCeiling() {
    access.user("climber").grant("climber", "writer", "\"project\": \"web\"");
    RestClient climber = access.as("climber");
    RestClient narrow =
        access.with(
            made(climber.post(
                    "/api/v1/me/tokens",
                    """
                    {"name": "narrow", "actions": ["flag:read", "token:own"]}\
                    """))
                .text("/token"));

    made(narrow.get("/api/v1/projects/web/flags"));
    refused(narrow.post("/api/v1/projects/web/flags", "{\"key\": \"no\", \"type\": \"boolean\"}"));
    Answer wider =
        narrow.post("/api/v1/me/tokens", "{\"name\": \"wider\", \"actions\": [\"flag:write\"]}");
    Answer asWide =
        narrow.post("/api/v1/me/tokens", "{\"name\": \"same\", \"actions\": [\"flag:read\"]}");
    String selector = asWide.text("/selector");
    Answer grown =
        climber
            .with("If-Match", "*")
            .put(
                "/api/v1/me/tokens/" + selector,
                "{\"name\": \"grown\", \"actions\": [\"flag:*\"]}");
    Answer shrunk =
        climber
            .with("If-Match", "*")
            .put(
                "/api/v1/me/tokens/" + selector,
                "{\"name\": \"shrunk\", \"actions\": [\"flag:read\"], \"projects\": [\"web\"]}");

    assertThat(wider.text("/code")).isEqualTo("beyond-own-permission");
    made(asWide);
    assertThat(grown.text("/code")).isEqualTo("scope-grows");
    made(shrunk);
  }

  @Test
  void whoAdministersAccessGivesNobodyMoreThanTheyHave() {
    access
        .role("porter", "[{\"actions\": [\"access:*\", \"project:read\", \"flag:read\"]}]")
        .user("porter")
        .grant("porter", "porter", "")
        .user("friend");
    RestClient porter = access.as("porter");

    Answer reading = porter.post("/api/v1/grants", grantTo("friend", "porter"));
    Answer writing = porter.post("/api/v1/grants", grantTo("friend", "writer"));
    Answer mightier =
        porter.post(
            "/api/v1/roles", "{\"key\": \"king\", \"statements\": [{\"actions\": [\"*\"]}]}");
    Answer own =
        porter
            .with("If-Match", "*")
            .put("/api/v1/roles/porter", "{\"statements\": [{\"actions\": [\"*\"]}]}");
    made(server.admin().post("/api/v1/grants", grantTo("friend", "admin")));
    Answer borrowed = porter.post("/api/v1/tokens", "{\"name\": \"t\", \"user\": \"friend\"}");

    made(reading);
    assertThat(writing.text("/code")).isEqualTo("beyond-own-permission");
    assertThat(mightier.text("/code")).isEqualTo("beyond-own-permission");
    assertThat(own.text("/code")).isEqualTo("beyond-own-permission");
    assertThat(borrowed.text("/code")).isEqualTo("beyond-own-permission");
  }

  private static String grantTo(String user, String role) {
    return "{\"user\": \"" + user + "\", \"role\": \"" + role + "\"}";
  }

  @Test
  void downgradeWhileATokenIsInUse() {
    access.user("downgraded").grant("downgraded", "writer", "\"project\": \"web\"");
    RestClient downgraded = access.as("downgraded");
    made(downgraded.post(WEB_STAGING + "/flags/checkout/on"));

    access.grant("downgraded", "reader", "\"project\": \"web\"");
    made(server.admin().delete("/api/v1/grants/downgraded-writer"));

    refused(downgraded.post(WEB_STAGING + "/flags/checkout/off"));
    made(downgraded.get("/api/v1/projects/web/flags"));

    made(server.admin().delete("/api/v1/grants/downgraded-reader"));

    hidden(downgraded.get("/api/v1/projects/web/flags"));
  }

  @Test
  void disabledUsersTokensAreDeadUntilTheUserIsEnabledAgain() {
    access.user("resting").grant("resting", "reader", "");
    RestClient resting = access.as("resting");
    RestClient admin = server.admin().with("If-Match", "*");

    made(admin.put("/api/v1/users/resting", "{\"disabled\": true}"));
    Answer disabled = resting.get("/api/v1/projects/web");
    made(admin.put("/api/v1/users/resting", "{\"disabled\": false}"));

    assertThat(disabled.status()).isEqualTo(401);
    made(resting.get("/api/v1/projects/web"));
  }

  @Test
  void whoTakesTheKeyOfADeletedUserIsSomebodyElse() {
    access.user("gone").grant("gone", "admin", "");
    RestClient gone = access.as("gone");

    made(server.admin().delete("/api/v1/users/gone"));
    access.user("gone");

    assertThat(gone.get("/api/v1/projects/web").status()).isEqualTo(401);
    hidden(access.as("gone").get("/api/v1/projects/web"));
  }

  @Test
  void aGroupsRoleIsItsMembers() {
    access.user("member");
    RestClient admin = server.admin();
    made(admin.post("/api/v1/groups", "{\"key\": \"readers\", \"users\": [\"member\"]}"));
    made(
        admin.post(
            "/api/v1/grants", "{\"key\": \"g\", \"group\": \"readers\", \"role\": \"reader\"}"));
    RestClient member = access.as("member");
    made(member.get("/api/v1/projects/web"));

    made(admin.with("If-Match", "*").put("/api/v1/groups/readers", "{\"users\": []}"));

    hidden(member.get("/api/v1/projects/web"));
  }

  @Test
  void aRevokedTokenIsRefusedAtOnceAndItsOwnerMayRevokeIt() {
    access.user("careful").grant("careful", "reader", "");
    String lost = access.token("\"user\": \"careful\"", "");
    RestClient careful = access.as("careful");

    made(careful.delete("/api/v1/me/tokens/" + selector(lost)));

    assertThat(access.with(lost).get("/api/v1/projects/web").status()).isEqualTo(401);
    made(careful.get("/api/v1/projects/web"));
  }

  @Test
  void nobodySeesOrEndsTheTokensOfOthers() {
    access.user("owner").user("stranger");
    String token = access.token("\"user\": \"owner\"", "");
    RestClient stranger = access.as("stranger");

    Answer seen = stranger.get("/api/v1/me/tokens/" + selector(token));
    Answer ended = stranger.delete("/api/v1/me/tokens/" + selector(token));

    assertThat(seen.text("/code")).isEqualTo("token-not-found");
    assertThat(ended.text("/code")).isEqualTo("token-not-found");
    refused(stranger.get("/api/v1/tokens"));
    made(access.with(token).get("/api/v1/me/tokens"));
  }

  @Test
  void aTokenSaysWhenItWasLastUsedAndNeverItsSecret() {
    access.user("seen").grant("seen", "reader", "");
    String token = access.token("\"user\": \"seen\"", "");
    made(access.with(token).get("/api/v1/projects/web"));

    Answer shown = access.with(token).get("/api/v1/me/tokens/" + selector(token));
    server.bean(TokenUses.class).write();
    Answer written = server.admin().get("/api/v1/tokens?user=seen");

    assertThat(shown.at("/lastUsedAt")).isNotNull();
    assertThat(shown.body()).doesNotContain(token);
    assertThat(written.text("/items/0")).contains("\"lastUsedAt\"").doesNotContain(token);
  }

  @Test
  void aServiceAccountActsUnderItsOwnName() {
    RestClient admin = server.admin();
    made(admin.post("/api/v1/service-accounts", "{\"key\": \"ci\", \"name\": \"CI\"}"));
    made(
        admin.post(
            "/api/v1/grants",
            "{\"serviceAccount\": \"ci\", \"role\": \"writer\", \"project\": \"web\"}"));
    String token = access.token("\"serviceAccount\": \"ci\"", "\"projects\": [\"web\"]");

    made(access.with(token).post(WEB_STAGING + "/flags/payments/on"));
    Answer history = admin.get(WEB_STAGING + "/flags/payments/targeting/history");

    assertThat(token).startsWith("guidon_svc_");
    assertThat(history.body()).contains("CI");
  }

  @Test
  void aRoleThatNarrowsWhatIsOnlyLookedAtIsRefused() {
    Answer refused =
        server
            .admin()
            .post(
                "/api/v1/roles",
                "{\"key\": \"odd\", \"statements\": [{\"actions\": [\"flag:*\"], \"tags\": [\"x\"]}]}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("not-narrowable");
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
  }

  private static void hidden(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(answer.text("/code")).isEqualTo("project-not-found");
  }
}
