// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.Value;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.platform.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whatever a body holds, it is taken or refused, and the server does not fail inside.
class HostileBodiesIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final int ROUNDS = 500;

  private static final String TARGETING =
      """
      {"on": true, "offVariation": "off", "prerequisites": [{"flag": "other", "variation": "on"}],
       "targets": [{"contextKind": "user", "values": ["ann"], "variation": "on"}],
       "rules": [{"id": "r1", "name": "rule", "clauses": [
           {"attribute": "/plan/name", "operator": "in", "values": ["pro", 7, true], "negate": true, "caseInsensitive": true},
           {"attribute": "ip", "operator": "inCidr", "values": ["10.0.0.0/8"]},
           {"attribute": "at", "operator": "before", "values": ["2030-01-01T00:00:00Z"]},
           {"attribute": "v", "operator": "semVerGreaterThan", "values": ["1.2.3"]},
           {"attribute": "t", "operator": "matches", "values": ["^a.*b$"]},
           {"operator": "inSegment", "values": ["beta"]}],
         "share": {"contextKind": "user", "bucketBy": ["id"], "salt": "s", "algorithm": "murmur3", "weight": 50000},
         "serve": {"rollout": {"bucketBy": ["id"], "salt": "t", "weights": {"on": 30000, "off": 70000}}}}],
       "fallthrough": {"variation": "on"}}
      """;

  private static final String FLAG =
      """
      {"type": "boolean", "purpose": "release", "name": "Name", "description": "Words", "tags": ["a", "b"],
       "maintainer": "ann", "temporary": true, "clientVisible": false,
       "variations": [{"key": "on", "value": true, "name": "On"}, {"key": "off", "value": false}]}
      """;

  private static final List<Value> NASTY =
      List.of(
          Value.NULL,
          Value.TRUE,
          Value.of(-1),
          Value.of(1e308),
          Value.of(0.5),
          Value.of(Long.MAX_VALUE),
          Value.of(""),
          Value.of("\0"),
          Value.of("\u202E\uFEFF"),
          Value.of("x".repeat(5_000)),
          Value.of("(".repeat(600)),
          Value.of("' OR 1=1 --"),
          Value.of("~2/~"),
          Value.of(List.of()),
          Value.of(List.of(Value.of(List.of(Value.NULL)))),
          Value.of(Map.of()),
          Value.of(Map.of("", Value.of(1))));

  private static RestClient admin;

  @BeforeAll
  static void createFlags() {
    admin = server.admin().with("If-Match", "*");
    admin.post("/api/v1/projects", "{\"key\": \"shop\"}");
    admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    for (String flag : List.of("victim", "other")) {
      admin.post(
          "/api/v1/projects/shop/flags", "{\"key\": \"" + flag + "\", \"type\": \"boolean\"}");
    }
    admin.post("/api/v1/projects/shop/environments/production/segments", "{\"key\": \"beta\"}");
  }

  @Test
  void theBodiesAreFineBeforeTheyAreSpoilt() {
    Answer targeting =
        admin.put(
            "/api/v1/projects/shop/environments/production/flags/victim/targeting", TARGETING);
    Answer flag = admin.put("/api/v1/projects/shop/flags/victim", FLAG);

    assertThat(targeting.status()).as(targeting.body()).isEqualTo(200);
    assertThat(flag.status()).as(flag.body()).isEqualTo(200);
  }

  @Test
  void noTargetingMakesTheServerFail() {
    neverFails(
        "/api/v1/projects/shop/environments/production/flags/victim/targeting", TARGETING, 1);
  }

  @Test
  void noFlagMakesTheServerFail() {
    neverFails("/api/v1/projects/shop/flags/victim", FLAG, 2);
  }

  @Test
  void noAddressMakesTheServerFail() {
    for (String path :
        List.of(
            "/api/v1/projects/%00",
            "/api/v1/projects?q=%00",
            "/api/v1/projects?q=%25%5F%5C",
            "/api/v1/projects/shop/flags?tag=%22%5D%7D",
            "/api/v1/projects/shop/flags/victim/versions/99999999999999999999",
            "/api/v1/projects/shop/flags/victim/versions/-1",
            "/api/v1/projects/shop/flags/victim/history?cursor=YQ",
            "/api/v1/projects/%E2%80%AE")) {
      Answer answer = admin.get(path);

      assertThat(answer.status()).as(path + " " + answer.body()).isBetween(200, 499);
    }
  }

  private static void neverFails(String path, String body, long seed) {
    var random = new Random(seed);
    Value fine = JsonText.read(body);
    for (int i = 0; i < ROUNDS; i++) {
      String spoilt = JsonText.write(spoil(fine, random));

      Answer answer = admin.put(path, spoilt);

      assertThat(answer.status()).as(spoilt + "\n" + answer.body()).isBetween(200, 499);
    }
  }

  /// The value with one place in it changed, taken away or added to.
  private static Value spoil(Value value, Random random) {
    if (value instanceof Value.ObjectValue(var fields)
        && random.nextInt(6) > 0
        && !fields.isEmpty()) {
      Map<String, Value> spoilt = new LinkedHashMap<>(fields);
      String name = List.copyOf(fields.keySet()).get(random.nextInt(fields.size()));
      switch (random.nextInt(8)) {
        case 0 -> spoilt.remove(name);
        case 1 -> spoilt.put(name + "x", nasty(random));
        default -> spoilt.put(name, spoil(fields.get(name), random));
      }
      return Value.of(spoilt);
    }
    if (value instanceof Value.ListValue(var elements)
        && random.nextInt(6) > 0
        && !elements.isEmpty()) {
      List<Value> spoilt = new ArrayList<>(elements);
      int at = random.nextInt(elements.size());
      switch (random.nextInt(8)) {
        case 0 -> spoilt.remove(at);
        case 1 -> spoilt.add(elements.get(at));
        default -> spoilt.set(at, spoil(elements.get(at), random));
      }
      return Value.of(spoilt);
    }
    return nasty(random);
  }

  private static Value nasty(Random random) {
    return NASTY.get(random.nextInt(NASTY.size()));
  }
}
