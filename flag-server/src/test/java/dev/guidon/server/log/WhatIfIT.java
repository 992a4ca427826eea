// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A day of edits over 300 flags. Someone excludes three customers from a 10 % rollout; someone else deletes the exclusion
/// and sets 100 %. One question to the log says who that was, with which token, when, and what it did; what came before
/// explains why a customer is served something else; and the exclusion comes back while 100 % stays.
class WhatIfIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final int FLAGS = 300;
  private static final String ENVIRONMENT = "/api/v1/projects/shop/environments/production";
  private static final String TARGETING = ENVIRONMENT + "/flags/new-feature/targeting";
  private static final String EXCLUSION =
      "[{\"contextKind\": \"customer\", \"values\": [\"acme\", \"globex\", \"initech\"], \"variation\": \"off\"}]";

  @Test
  void oneQuestionTellsWhoMovedTheCustomersAndTheExclusionComesBackAlone() {
    RestClient ops = server.admin().with("User-Agent", "ops-console").with("If-Match", "*");
    ops.post("/api/v1/projects", "{\"key\": \"shop\"}");
    ops.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    create(ops, "new-feature");
    ops.post(ENVIRONMENT + "/flags/new-feature/on");
    for (int flag = 0; flag < FLAGS; flag++) {
      create(ops, "noise-" + flag);
    }
    expect(
        ops.patch(
            TARGETING,
            "{\"fallthrough\": {\"variation\": null, \"rollout\": {\"contextKind\": \"customer\", \"weights\": {\"on\": 10000, \"off\": 90000}}}}"));
    noise(ops);
    expect(
        ops.patch(TARGETING + "?comment=They+are+not+ready", "{\"targets\": " + EXCLUSION + "}"));
    noise(ops);

    expect(
        server
            .admin()
            .with("User-Agent", "somebody-elses-script")
            .with("X-Request-Id", "friday-night")
            .with("If-Match", "*")
            .patch(
                TARGETING + "?comment=Everybody+wants+it",
                "{\"targets\": [], \"fallthrough\": {\"rollout\": null, \"variation\": \"on\"}}"));
    noise(ops);

    Answer found =
        ops.get(
            "/api/v1/audit/entries?project=shop&environment=production&key=new-feature&q=everybody");
    assertThat((List<?>) found.at("/items")).hasSize(1);
    assertThat(found.text("/items/0/words"))
        .isEqualTo(
            "admin removed 3 excluded customers (acme, globex, initech) from `new-feature` in"
                + " production and raised `on` from 10 % to 100 %");
    assertThat(found.text("/items/0/actor/userAgent")).isEqualTo("somebody-elses-script");
    assertThat(found.text("/items/0/actor/token")).isNotEmpty();
    assertThat(found.text("/items/0/requestId")).isEqualTo("friday-night");
    assertThat(found.text("/items/0/at")).isNotEmpty();

    long seq = ((Double) found.at("/items/0/seq")).longValue();
    Answer entry = ops.get("/api/v1/audit/entries/" + seq);
    assertThat(entry.text("/before/targets/0")).contains("acme");
    assertThat((List<?>) entry.at("/after/targets")).isEmpty();

    // Only what was before the change goes back, and only the exclusion of it.
    expect(
        ops.patch(
            TARGETING + "?comment=Undo+the+exclusion+only,+see+" + seq,
            "{\"targets\": [" + entry.text("/before/targets/0") + "]}"));
    Answer now = ops.get(TARGETING);
    assertThat(now.text("/targets/0")).contains("acme").contains("globex").contains("initech");
    assertThat(now.text("/fallthrough/variation")).isEqualTo("on");
    assertThat(ops.get("/api/v1/audit/entries?key=new-feature&q=undo").text("/items/0/words"))
        .isEqualTo(
            "admin excluded 3 customers (acme, globex, initech) from `new-feature` in production");
  }

  private static void create(RestClient client, String key) {
    expect(
        client.post(
            "/api/v1/projects/shop/flags", "{\"key\": \"" + key + "\", \"type\": \"boolean\"}"));
  }

  private static void noise(RestClient client) {
    for (int flag = 0; flag < FLAGS; flag += 10) {
      expect(client.post(ENVIRONMENT + "/flags/noise-" + flag + "/on"));
      expect(client.post(ENVIRONMENT + "/flags/noise-" + flag + "/off"));
    }
  }

  private static void expect(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
  }
}
