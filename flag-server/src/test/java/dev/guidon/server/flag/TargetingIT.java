// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TargetingIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static RestClient admin;

  @BeforeAll
  static void createEnvironments() {
    admin = server.admin();
    admin.post("/api/v1/projects", "{\"key\": \"shop\"}");
    for (String environment : List.of("staging", "production")) {
      admin.post("/api/v1/projects/shop/environments", "{\"key\": \"" + environment + "\"}");
    }
  }

  @Test
  void anEditOfWeightsSaysWhoMoved() {
    split("weighed", "production", 5_000, 5_000, 90_000);

    Answer weighed =
        admin.post(
            flag("production", "weighed") + "/weights",
            "{\"weights\": {\"a\": 10000, \"b\": 10000, \"c\": 80000}}");

    assertThat(weighed.status()).as(weighed.body()).isEqualTo(200);
    assertThat(weighed.at("/moves"))
        .isEqualTo(
            List.of(
                "{\"from\":\"c\",\"to\":\"a\",\"weight\":5000}",
                "{\"from\":\"c\",\"to\":\"b\",\"weight\":5000}"));
    assertThat(weighed.at("/moved")).isEqualTo(10_000.0);
    assertThat(weighed.at("/reshuffled")).isEqualTo(false);
  }

  @Test
  void aReshuffleIsAskedForAndSaid() {
    Answer before = split("shuffled", "production", 50_000, 0, 50_000);

    Answer shuffled =
        admin.post(
            flag("production", "shuffled") + "/reshuffle",
            "{\"weights\": {\"a\": 50000, \"c\": 50000}}");

    assertThat(shuffled.at("/reshuffled")).isEqualTo(true);
    assertThat(shuffled.at("/targeting/fallthrough/rollout/salt"))
        .isNotEqualTo(before.at("/fallthrough/rollout/salt"));
  }

  @Test
  void weightsThatDoNotAddUpAreRefused() {
    split("uneven", "production", 50_000, 0, 50_000);

    Answer refused =
        admin.post(
            flag("production", "uneven") + "/weights", "{\"weights\": {\"a\": 50000, \"d\": 1}}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/code")).isEqualTo("unknown-variation");
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/weights/d");
  }

  @Test
  void aRolloutBeginsWithWeightsForWhatServesOneVariation() {
    create("begun");

    Answer begun =
        admin.post(
            flag("production", "begun") + "/weights", "{\"weights\": {\"a\": 95000, \"c\": 5000}}");

    assertThat(begun.status()).as(begun.body()).isEqualTo(200);
    assertThat(begun.at("/moves"))
        .isEqualTo(List.of("{\"from\":\"a\",\"to\":\"c\",\"weight\":5000}"));
    assertThat(begun.at("/reshuffled")).isEqualTo(false);
    assertThat(begun.text("/targeting/fallthrough/rollout/salt")).isNotEmpty();
  }

  @Test
  void aReshuffleKeepsTheWeightsUnlessItIsGivenOthers() {
    Answer before = split("dealt-anew", "production", 20_000, 30_000, 50_000);

    Answer shuffled = admin.post(flag("production", "dealt-anew") + "/reshuffle", "{}");

    assertThat(shuffled.status()).as(shuffled.body()).isEqualTo(200);
    assertThat(shuffled.at("/reshuffled")).isEqualTo(true);
    assertThat(shuffled.at("/targeting/fallthrough/rollout/weights"))
        .isEqualTo(before.at("/fallthrough/rollout/weights"));
  }

  @Test
  void aReshuffleOfWhatIsNoRolloutIsRefused() {
    create("fixed");

    Answer refused = admin.post(flag("production", "fixed") + "/reshuffle", "{}");
    Answer unknown =
        admin.post(flag("production", "fixed") + "/weights", "{\"rule\": \"x\", \"weights\": {}}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/code")).isEqualTo("rollout-not-found");
    assertThat(unknown.text("/code")).isEqualTo("rule-not-found");
    assertThat(unknown.text("/errors/0/pointer")).isEqualTo("/rule");
  }

  @Test
  void turningOnHoldsToTheVersionThatWasReadIfItIsGiven() {
    create("held");
    admin.post(flag("production", "held") + "/on");

    Answer refused = admin.with("If-Match", "\"0\"").post(flag("production", "held") + "/off");
    Answer turned = admin.with("If-Match", "\"1\"").post(flag("production", "held") + "/off");

    assertThat(refused.status()).isEqualTo(412);
    assertThat(turned.status()).isEqualTo(200);
  }

  @Test
  void anEditThatLeavesTooManyRangesOffersAReshuffle() {
    String variations =
        IntStream.range(0, 100)
            .mapToObj(i -> "{\"key\": \"v" + i + "\", \"value\": " + i + "}")
            .collect(Collectors.joining(","));
    admin.post(
        "/api/v1/projects/shop/flags",
        "{\"key\": \"crumbs\", \"type\": \"integer\", \"variations\": [" + variations + "]}");
    var crumbling = new Crumbling();
    Answer last =
        admin
            .with("If-Match", "*")
            .put(
                flag("production", "crumbs") + "/targeting",
                "{\"on\": true, \"fallthrough\": {\"rollout\": {\"weights\": "
                    + crumbling.next()
                    + "}}}");
    for (int i = 1; i < 100 && last.status() == 200; i++) {
      last =
          admin.post(
              flag("production", "crumbs") + "/weights", "{\"weights\": " + crumbling.next() + "}");
    }

    assertThat(last.status()).as(last.body()).isEqualTo(422);
    assertThat(last.text("/errors/0/code")).isEqualTo("too-many-ranges");
    assertThat(last.text("/detail")).contains("reshuffle");
    Answer reshuffled =
        admin.post(
            flag("production", "crumbs") + "/reshuffle", "{\"weights\": " + crumbling.next() + "}");
    assertThat(reshuffled.status()).as(reshuffled.body()).isEqualTo(200);
  }

  /// Small edits here and there, which break an allocation up.
  private static final class Crumbling {

    private final Random random = new Random(7);
    private final List<Integer> order = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
    private final int[] weights = IntStream.range(0, 100).map(i -> 1_000).toArray();

    String next() {
      Collections.shuffle(order, random);
      for (int i = 0; i < 100; i += 2) {
        int moved = 1 + random.nextInt(3);
        weights[order.get(i)] += moved;
        weights[order.get(i + 1)] -= moved;
      }
      return IntStream.range(0, 100)
          .mapToObj(i -> "\"v" + i + "\":" + weights[i])
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  @Test
  void aRuleIsMatchedByItsIdAndKeepsItsSalts() {
    create("ruled");
    Answer first =
        admin
            .with("If-Match", "*")
            .put(
                flag("production", "ruled") + "/targeting",
                """
                {"on": true, "rules": [{"clauses": [], "share": {"weight": 10000},
                  "serve": {"rollout": {"weights": {"a": 40000, "b": 60000}}}}],
                 "fallthrough": {"variation": "a"}}
                """);
    String id = first.text("/rules/0/id");

    Answer second =
        admin
            .with("If-Match", first.etag())
            .put(
                flag("production", "ruled") + "/targeting",
                """
                {"on": true, "rules": [
                  {"clauses": [], "serve": {"rollout": {"weights": {"a": 40000, "b": 60000}}}},
                  {"id": "%s", "clauses": [], "share": {"weight": 20000},
                   "serve": {"rollout": {"weights": {"a": 50000, "b": 50000}}}}],
                 "fallthrough": {"variation": "a"}}
                """
                    .formatted(id));

    assertThat(second.status()).as(second.body()).isEqualTo(200);
    assertThat(second.at("/rules/1/share/salt")).isEqualTo(first.at("/rules/0/share/salt"));
    assertThat(second.at("/rules/1/serve/rollout/salt"))
        .isEqualTo(first.at("/rules/0/serve/rollout/salt"));
    assertThat(second.at("/rules/0/serve/rollout/salt"))
        .isNotEqualTo(first.at("/rules/0/serve/rollout/salt"));
    assertThat(second.at("/rules/1/serve/rollout/allocation"))
        .isEqualTo(
            List.of(
                "{\"variation\":\"a\",\"from\":0,\"to\":40000}",
                "{\"variation\":\"b\",\"from\":40000,\"to\":90000}",
                "{\"variation\":\"a\",\"from\":90000,\"to\":100000}"));
  }

  @Test
  void aCopyKeepsTheDestinationsSaltAndWhetherItIsOn() {
    split("copied", "staging", 20_000, 20_000, 60_000);
    Answer before =
        admin
            .with("If-Match", "\"0\"")
            .put(
                flag("production", "copied") + "/targeting",
                "{\"on\": false, \"fallthrough\": {\"rollout\": {\"weights\": {\"a\": 30000, \"c\": 70000}}}}");

    Answer copied = admin.post(flag("production", "copied") + "/copy", "{\"from\": \"staging\"}");

    assertThat(copied.status()).as(copied.body()).isEqualTo(200);
    assertThat(copied.at("/on")).isEqualTo(false);
    assertThat(copied.at("/fallthrough/rollout/salt"))
        .isEqualTo(before.at("/fallthrough/rollout/salt"));
    assertThat(copied.at("/fallthrough/rollout/allocation"))
        .isEqualTo(
            List.of(
                "{\"variation\":\"a\",\"from\":0,\"to\":20000}",
                "{\"variation\":\"b\",\"from\":20000,\"to\":30000}",
                "{\"variation\":\"c\",\"from\":30000,\"to\":90000}",
                "{\"variation\":\"b\",\"from\":90000,\"to\":100000}"));
  }

  @Test
  void restoringAVersionBringsItsAllocationBackExactly() {
    split("restored", "production", 5_000, 5_000, 90_000);
    Answer first =
        admin.post(
            flag("production", "restored") + "/weights",
            "{\"weights\": {\"a\": 10000, \"b\": 10000, \"c\": 80000}}");
    admin.post(
        flag("production", "restored") + "/reshuffle",
        "{\"weights\": {\"a\": 90000, \"b\": 10000}}");

    Answer restored =
        admin.post(flag("production", "restored") + "/targeting/restore", "{\"version\": 2}");

    assertThat(restored.status()).as(restored.body()).isEqualTo(200);
    assertThat(restored.at("/fallthrough")).isEqualTo(first.at("/targeting/fallthrough"));
    assertThat(restored.etag()).isEqualTo("\"4\"");
  }

  @Test
  void theHistorySaysWhoDidWhatAndWhy() {
    create("told");
    admin.post(flag("production", "told") + "/on?comment=launch%20day");
    admin.post(flag("production", "told") + "/off");

    Answer history = admin.get(flag("production", "told") + "/targeting/history");

    assertThat(history.status()).as(history.body()).isEqualTo(200);
    assertThat(history.at("/items/0/action")).isEqualTo("targeting.turned-off");
    assertThat(history.at("/items/0/version")).isEqualTo(2.0);
    assertThat(history.at("/items/1/version")).isEqualTo(1.0);
    assertThat(history.at("/items/1/action")).isEqualTo("targeting.turned-on");
    assertThat(history.at("/items/1/comment")).isEqualTo("launch day");
    assertThat(history.at("/items/0/actor")).isEqualTo("admin");
    Answer difference = admin.get(flag("production", "told") + "/targeting/diff?from=1&to=2");
    assertThat(difference.at("/patch"))
        .isEqualTo(List.of("{\"op\":\"replace\",\"path\":\"/on\",\"value\":false}"));
    assertThat(admin.get(flag("production", "told") + "/targeting/versions/9").status())
        .isEqualTo(404);
  }

  @Test
  void versionsAndTheirDifferenceAreToldInWeights() {
    create("told-in-weights");
    admin.post(
        flag("production", "told-in-weights") + "/weights",
        "{\"weights\": {\"a\": 5000, \"b\": 95000}}");
    admin.post(
        flag("production", "told-in-weights") + "/weights",
        "{\"weights\": {\"a\": 20000, \"b\": 80000}}");

    Answer version = admin.get(flag("production", "told-in-weights") + "/targeting/versions/1");
    Answer difference =
        admin.get(flag("production", "told-in-weights") + "/targeting/diff?from=1&to=2");

    assertThat(version.at("/content/fallthrough/rollout/weights/a")).isEqualTo(5000.0);
    assertThat(version.body()).doesNotContain("allocation");
    assertThat(difference.body())
        .contains("/fallthrough/rollout/weights/a")
        .doesNotContain("allocation");
  }

  @Test
  void flagsAreListedByKeyInPagesAndFoundByText() {
    for (String key : List.of("list-b", "list-a", "list-c")) {
      admin.post(
          "/api/v1/projects/shop/flags",
          "{\"key\": \"%s\", \"type\": \"boolean\", \"tags\": [\"listed\"], \"name\": \"Name of %s\"}"
              .formatted(key, key));
    }

    Answer first = admin.get("/api/v1/projects/shop/flags?tag=listed&limit=2");
    Answer second =
        admin.get("/api/v1/projects/shop/flags?tag=listed&limit=2&cursor=" + first.text("/next"));
    Answer found = admin.get("/api/v1/projects/shop/flags?q=NAME%20OF%20LIST-C");

    assertThat(first.at("/items/0/key")).isEqualTo("list-a");
    assertThat(first.at("/items/1/key")).isEqualTo("list-b");
    assertThat(second.at("/items/0/key")).isEqualTo("list-c");
    assertThat(second.at("/next")).isNull();
    assertThat(found.at("/items/0/key")).isEqualTo("list-c");
    assertThat(admin.get("/api/v1/projects/shop/flags?limit=201").status()).isEqualTo(400);
    assertThat(admin.get("/api/v1/projects?cursor=" + first.text("/next")).text("/code"))
        .isEqualTo("invalid-parameter");
  }

  @Test
  void anEnvironmentListsHowItsFlagsAreServed() {
    create("served-a");
    create("served-b");
    admin.post(flag("production", "served-b") + "/on");

    Answer listed = admin.get("/api/v1/projects/shop/environments/production/flags?q=served-");

    assertThat(listed.at("/items/0/flag")).isEqualTo("served-a");
    assertThat(listed.at("/items/0/on")).isEqualTo(false);
    assertThat(listed.at("/items/1/flag")).isEqualTo("served-b");
    assertThat(listed.at("/items/1/on")).isEqualTo(true);
  }

  private static void create(String key) {
    Answer created =
        admin.post(
            "/api/v1/projects/shop/flags",
            """
            {"key": "%s", "type": "string", "variations": [{"key": "a", "value": "A"},
              {"key": "b", "value": "B"}, {"key": "c", "value": "C"}]}
            """
                .formatted(key));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
  }

  private static Answer split(String key, String environment, int a, int b, int c) {
    create(key);
    Answer saved =
        admin
            .with("If-Match", "\"0\"")
            .put(
                flag(environment, key) + "/targeting",
                """
                {"on": true, "fallthrough": {"rollout": {"weights": {"a": %d, "b": %d, "c": %d}}}}
                """
                    .formatted(a, b, c));
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);
    return saved;
  }

  private static String flag(String environment, String key) {
    return "/api/v1/projects/shop/environments/" + environment + "/flags/" + key;
  }
}
