// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FlagIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static RestClient admin;

  @BeforeAll
  static void createProject() {
    admin = server.admin();
    assertThat(admin.post("/api/v1/projects", "{\"key\": \"shop\"}").status()).isEqualTo(201);
    assertThat(
            admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}").status())
        .isEqualTo(201);
  }

  @Test
  void aBooleanFlagIsCreatedWithOnAndOff() {
    Answer created = admin.post(flags(), "{\"key\": \"checkout\", \"type\": \"boolean\"}");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.at("/variations/0/key")).isEqualTo("on");
    assertThat(created.at("/variations/0/value")).isEqualTo(true);
    assertThat(created.at("/variations/1/key")).isEqualTo("off");
    assertThat(created.header("Location")).isEqualTo("/api/v1/projects/shop/flags/checkout");
    assertThat(created.at("/receipt/leafHash")).asString().hasSize(64);
  }

  @Test
  void aNewFlagIsOffWithItsFirstVariationAsFallthrough() {
    create("{\"key\": \"new-flag\", \"type\": \"boolean\"}");

    Answer targeting = admin.get(targeting("new-flag"));

    assertThat(targeting.status()).as(targeting.body()).isEqualTo(200);
    assertThat(targeting.etag()).isEqualTo("\"0\"");
    assertThat(targeting.at("/on")).isEqualTo(false);
    assertThat(targeting.at("/offVariation")).isEqualTo("off");
    assertThat(targeting.at("/fallthrough/variation")).isEqualTo("on");
  }

  @Test
  void aFlagIsTurnedOnAndOff() {
    create("{\"key\": \"toggled\", \"type\": \"boolean\"}");

    Answer on = admin.post(environment() + "/flags/toggled/on");
    assertThat(on.status()).as(on.body()).isEqualTo(200);
    assertThat(on.at("/on")).isEqualTo(true);
    assertThat(on.etag()).isEqualTo("\"1\"");

    Answer off = admin.post(environment() + "/flags/toggled/off");
    assertThat(off.at("/on")).isEqualTo(false);
    assertThat(off.etag()).isEqualTo("\"2\"");
  }

  @Test
  void turningOnWhatIsOnChangesNothing() {
    create("{\"key\": \"already-on\", \"type\": \"boolean\"}");
    admin.post(environment() + "/flags/already-on/on");

    Answer again = admin.post(environment() + "/flags/already-on/on");

    assertThat(again.etag()).isEqualTo("\"1\"");
    assertThat(again.at("/receipt")).isNull();
  }

  @Test
  void replacingWeightsMovesNobodyWhoNeedNotMove() {
    create(
        """
        {"key": "split", "type": "string", "variations": [
          {"key": "a", "value": "A"}, {"key": "b", "value": "B"}, {"key": "c", "value": "C"}]}
        """);
    Answer first =
        admin.with("If-Match", "\"0\"").put(targeting("split"), rollout(5_000, 5_000, 90_000));
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    String salt = first.text("/fallthrough/rollout/salt");

    Answer second =
        admin
            .with("If-Match", first.etag())
            .put(targeting("split"), rollout(10_000, 10_000, 80_000));

    assertThat(second.text("/fallthrough/rollout/salt")).isEqualTo(salt);
    assertThat(second.at("/fallthrough/rollout/allocation"))
        .isEqualTo(
            List.of(
                "{\"variation\":\"a\",\"from\":0,\"to\":5000}",
                "{\"variation\":\"b\",\"from\":5000,\"to\":10000}",
                "{\"variation\":\"c\",\"from\":10000,\"to\":90000}",
                "{\"variation\":\"a\",\"from\":90000,\"to\":95000}",
                "{\"variation\":\"b\",\"from\":95000,\"to\":100000}"));
  }

  @Test
  void whatWasReadCanBeSentBackAndChangesNothing() {
    create(
        "{\"key\": \"round-trip\", \"type\": \"string\", \"variations\": [{\"key\": \"a\", \"value\": \"A\"}]}");
    admin
        .with("If-Match", "*")
        .put(
            targeting("round-trip"),
            """
            {"on": true, "rules": [{"name": "staff",
              "clauses": [{"attribute": "email", "operator": "endsWith", "values": ["@example.com"]}],
              "share": {"weight": 50000},
              "serve": {"rollout": {"weights": {"a": 100000}}}}],
             "fallthrough": {"variation": "a"}}
            """);
    Answer read = admin.get(targeting("round-trip"));

    Answer sentBack = admin.with("If-Match", read.etag()).put(targeting("round-trip"), read.body());

    assertThat(sentBack.status()).as(sentBack.body()).isEqualTo(200);
    assertThat(sentBack.body()).isEqualTo(read.body());
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceWithItsPlace() {
    create("{\"key\": \"wrong\", \"type\": \"boolean\"}");

    Answer refused =
        admin
            .with("If-Match", "*")
            .put(
                targeting("wrong"),
                """
                {"on": true, "offVariation": "nope",
                 "rules": [{"clauses": [{"attribute": "plan", "operator": "is", "values": ["pro"]}],
                            "serve": {"variation": "maybe"}}],
                 "fallthrough": {"variation": "on"}}
                """);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/code")).isEqualTo("definition-refused");
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.at("/errors").toString())
        .contains("\"pointer\":\"/offVariation\"")
        .contains("\"pointer\":\"/rules/0/clauses/0/operator\"")
        .contains("\"pointer\":\"/rules/0/serve/variation\"");
    assertThat(admin.get(targeting("wrong")).etag()).isEqualTo("\"0\"");
  }

  @Test
  void whatIsWrongInEveryEnvironmentIsSaidOnce() {
    admin.post("/api/v1/projects/shop/environments", "{\"key\": \"another\"}");

    Answer refused =
        admin.post("/api/v1/projects/shop/flags", "{\"key\": \"empty\", \"type\": \"string\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/variations");
    assertThat(refused.at("/errors/1")).isNull();
  }

  @Test
  void aVariationWithWeightCannotBeRemoved() {
    create(
        """
        {"key": "weighted", "type": "string", "variations": [
          {"key": "a", "value": "A"}, {"key": "b", "value": "B"}]}
        """);
    admin
        .with("If-Match", "*")
        .put(
            targeting("weighted"),
            "{\"on\": true, \"fallthrough\": {\"rollout\": {\"weights\": {\"a\": 50000, \"b\": 50000}}}}");

    Answer refused =
        admin
            .with("If-Match", "*")
            .patch(flags() + "/weighted", "{\"variations\": [{\"key\": \"a\", \"value\": \"A\"}]}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/code")).isEqualTo("unknown-variation");
    assertThat(refused.text("/errors/0/at")).isEqualTo("targeting weighted in production");
  }

  @Test
  void aFlagThatOthersRequireCannotBeArchived() {
    create("{\"key\": \"required\", \"type\": \"boolean\"}");
    create("{\"key\": \"requiring\", \"type\": \"boolean\"}");
    Answer saved =
        admin
            .with("If-Match", "*")
            .patch(
                targeting("requiring"),
                "{\"prerequisites\": [{\"flag\": \"required\", \"variation\": \"on\"}]}");
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);

    Answer refused = admin.post(flags() + "/required/archive");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/code")).isEqualTo("flag-required");
    assertThat(refused.text("/detail")).contains("requiring in production");
  }

  @Test
  void aPrerequisiteThatIsNotThereIsRefused() {
    create("{\"key\": \"hopeful\", \"type\": \"boolean\"}");

    Answer refused =
        admin
            .with("If-Match", "*")
            .patch(
                targeting("hopeful"),
                "{\"prerequisites\": [{\"flag\": \"nothing\", \"variation\": \"on\"}]}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/code")).isEqualTo("unknown-flag");
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/prerequisites/0/flag");
  }

  @Test
  void replacingNeedsTheVersionThatWasRead() {
    create("{\"key\": \"guarded\", \"type\": \"boolean\"}");

    assertThat(admin.patch(flags() + "/guarded", "{\"name\": \"x\"}").status()).isEqualTo(428);
    assertThat(
            admin
                .with("If-Match", "\"7\"")
                .patch(flags() + "/guarded", "{\"name\": \"x\"}")
                .status())
        .isEqualTo(412);
    Answer named =
        admin.with("If-Match", "\"1\"").patch(flags() + "/guarded", "{\"name\": \"Guarded\"}");
    assertThat(named.status()).as(named.body()).isEqualTo(200);
    assertThat(named.text("/name")).isEqualTo("Guarded");
  }

  @Test
  void anIfMatchThatIsNoEtagIsRefusedForItsForm() {
    create("{\"key\": \"unquoted\", \"type\": \"boolean\"}");

    Answer refused =
        admin.with("If-Match", "1").patch("/api/v1/projects/shop/flags/unquoted", "{}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/code")).isEqualTo("invalid-header");
    assertThat(refused.text("/detail")).startsWith("If-Match: 1 (expected: an ETag in its quotes");
  }

  @Test
  void aKeyThatDiffersOnlyByCaseIsRefused() {
    create("{\"key\": \"Case\", \"type\": \"boolean\"}");

    Answer refused = admin.post(flags(), "{\"key\": \"case\", \"type\": \"boolean\"}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/code")).isEqualTo("key-taken");
    assertThat(admin.get(flags() + "/case").status()).isEqualTo(404);
  }

  @Test
  void valuesOfAJsonFlagKeepToItsSchema() {
    Answer refused =
        admin.post(
            flags(),
            """
            {"key": "layout", "type": "json",
             "valueSchema": {"type": "object", "required": ["columns"]},
             "variations": [{"key": "a", "value": {"columns": 2}}, {"key": "b", "value": {}}]}
            """);

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/variations/1/value");
    assertThat(refused.text("/errors/0/code")).isEqualTo("schema-violated");
  }

  @Test
  void aRepeatedRequestIsAnsweredAndNotCarriedOutAgain() {
    create("{\"key\": \"repeated\", \"type\": \"boolean\"}");
    RestClient once = admin.with("Idempotency-Key", "turn-on-1");
    Answer first = once.post(environment() + "/flags/repeated/on");
    admin.post(environment() + "/flags/repeated/off");

    Answer second = once.post(environment() + "/flags/repeated/on");

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Idempotent-Replay")).isEqualTo("true");
    assertThat(admin.get(targeting("repeated")).at("/on")).isEqualTo(false);
    Answer other = once.post(environment() + "/flags/repeated/off");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("/code")).isEqualTo("idempotency-key-reused");
  }

  @Test
  void aDeletedFlagLeavesNothingBehindForTheNextOneOfItsKey() {
    create("{\"key\": \"reborn\", \"type\": \"boolean\"}");
    admin.post(environment() + "/flags/reborn/on");
    assertThat(admin.delete(flags() + "/reborn").status()).isEqualTo(409);
    admin.post(flags() + "/reborn/archive");
    Answer deleted = admin.delete(flags() + "/reborn");
    assertThat(deleted.status()).as(deleted.body()).isEqualTo(200);
    assertThat(admin.get(flags() + "/reborn").status()).isEqualTo(404);

    Answer reborn = create("{\"key\": \"reborn\", \"type\": \"boolean\"}");

    assertThat(reborn.etag()).isEqualTo("\"4\"");
    assertThat(admin.get(targeting("reborn")).at("/on")).isEqualTo(false);
  }

  private static Answer create(String flag) {
    Answer created = admin.post(flags(), flag);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created;
  }

  private static String rollout(int a, int b, int c) {
    return """
    {"on": true, "fallthrough": {"rollout": {"weights": {"a": %d, "b": %d, "c": %d}}}}
    """
        .formatted(a, b, c);
  }

  private static String flags() {
    return "/api/v1/projects/shop/flags";
  }

  private static String environment() {
    return "/api/v1/projects/shop/environments/production";
  }

  private static String targeting(String flag) {
    return environment() + "/flags/" + flag + "/targeting";
  }
}
