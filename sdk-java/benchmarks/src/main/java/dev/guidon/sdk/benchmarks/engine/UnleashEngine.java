// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.Condition;
import dev.guidon.sdk.benchmarks.workload.Flag;
import dev.guidon.sdk.benchmarks.workload.Rule;
import dev.guidon.sdk.benchmarks.workload.User;
import io.getunleash.DefaultUnleash;
import io.getunleash.UnleashContext;
import io.getunleash.util.UnleashConfig;
import io.getunleash.variant.Payload;
import io.getunleash.variant.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Unleash's client, started from a document, that asks no server and sends no metrics.
final class UnleashEngine implements Engine {

  private static final int SEGMENT = 1;

  private final DefaultUnleash client;
  private final UnleashContext[] ring;

  UnleashEngine(Catalog catalog) {
    String document = Json.text(document(catalog));
    // There must be none, or it is read instead of the document.
    String backup = Path.of(System.getProperty("java.io.tmpdir"), "unleash-none.json").toString();
    client =
        new DefaultUnleash(
            UnleashConfig.builder()
                .appName("benchmark")
                .instanceId("benchmark")
                .unleashAPI("http://127.0.0.1:1/api")
                .apiKey("*:development.no-key")
                .backupFile(backup)
                .toggleBootstrapProvider(() -> Optional.of(document))
                .disablePolling()
                .disableMetrics()
                .build());
    ring = User.ring().stream().map(this::context).toArray(UnleashContext[]::new);
  }

  private static Map<String, Object> document(Catalog catalog) {
    Map<String, Object> segment =
        Map.of(
            "id", SEGMENT, "constraints", List.of(constraint("userId", "IN", catalog.members())));
    return Map.of(
        "version", 2,
        "features", catalog.flags().stream().map(UnleashEngine::feature).toList(),
        "segments", List.of(segment));
  }

  private static Map<String, Object> feature(Flag flag) {
    List<Map<String, Object>> strategies = new ArrayList<>();
    if (!flag.listed().isEmpty()) {
      strategies.add(strategy(100, List.of(constraint("userId", "IN", flag.listed())), flag.key()));
    }
    for (Rule rule : flag.rules()) {
      strategies.add(strategy(rule, flag.key() + strategies.size()));
    }
    if (flag.percentage() > 0) {
      Map<String, Object> everybody = strategy(flag.percentage(), List.of(), flag.key());
      if (flag.json() != null) {
        everybody.put("variants", List.of(variant(flag.json())));
      }
      strategies.add(everybody);
    }
    Map<String, Object> feature = new LinkedHashMap<>();
    feature.put("name", flag.key());
    feature.put("type", "release");
    feature.put("enabled", flag.on());
    feature.put("strategies", strategies);
    return feature;
  }

  private static Map<String, Object> variant(Map<String, String> json) {
    return Map.of(
        "name",
        "on",
        "weight",
        1_000,
        "stickiness",
        "userId",
        "payload",
        Map.of("type", "json", "value", Json.text(json)));
  }

  private static Map<String, Object> strategy(Rule rule, String group) {
    List<Map<String, Object>> constraints = new ArrayList<>();
    boolean inSegment = false;
    for (Condition condition : rule.conditions()) {
      if (condition.test() == Condition.Test.IN_SEGMENT) {
        inSegment = true;
      } else {
        constraints.add(constraint(condition));
      }
    }
    Map<String, Object> strategy = strategy(rule.percentage(), constraints, group);
    if (inSegment) {
      strategy.put("segments", List.of(SEGMENT));
    }
    return strategy;
  }

  private static Map<String, Object> strategy(
      int percentage, List<Map<String, Object>> constraints, String group) {
    Map<String, Object> strategy = new LinkedHashMap<>();
    strategy.put("name", percentage == 100 ? "default" : "flexibleRollout");
    strategy.put(
        "parameters", Map.of("rollout", "" + percentage, "stickiness", "userId", "groupId", group));
    strategy.put("constraints", constraints);
    return strategy;
  }

  private static Map<String, Object> constraint(Condition condition) {
    String attribute = condition.attribute();
    return switch (condition.test()) {
      case IN -> constraint(attribute, "IN", condition.values());
      case ENDS_WITH -> constraint(attribute, "STR_ENDS_WITH", condition.values());
      case NUMBER_AT_LEAST -> constraint(attribute, "NUM_GTE", condition.value());
      case VERSION_ABOVE -> constraint(attribute, "SEMVER_GT", condition.value());
      case IN_SEGMENT -> throw new AssertionError(condition);
    };
  }

  private static Map<String, Object> constraint(
      String attribute, String operator, List<String> values) {
    return Map.of("contextName", attribute, "operator", operator, "values", values);
  }

  private static Map<String, Object> constraint(String attribute, String operator, String value) {
    return Map.of("contextName", attribute, "operator", operator, "value", value);
  }

  @Override
  public UnleashContext context(User user) {
    return UnleashContext.builder()
        .userId(user.key())
        .addProperty("country", user.country())
        .addProperty("plan", user.plan())
        .addProperty("email", user.email())
        .addProperty("version", user.version())
        .addProperty("age", Integer.toString(user.age()))
        .addProperty("beta", Boolean.toString(user.beta()))
        .build();
  }

  @Override
  public boolean isEnabled(String flagKey, int user, boolean defaultValue) {
    return client.isEnabled(flagKey, ring[user], defaultValue);
  }

  @Override
  public Object json(String flagKey, int user) {
    return client.getVariant(flagKey, ring[user]);
  }

  @Override
  public @Nullable String field(Object json, String name) {
    Payload payload = ((Variant) json).getPayload().orElse(null);
    String value = payload == null ? null : payload.getValue();
    return value == null ? null : Json.field(value, name);
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
