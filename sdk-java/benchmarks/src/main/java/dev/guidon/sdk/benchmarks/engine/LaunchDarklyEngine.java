// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.Condition;
import dev.guidon.sdk.benchmarks.workload.Flag;
import dev.guidon.sdk.benchmarks.workload.Rule;
import dev.guidon.sdk.benchmarks.workload.User;
import dev.guidon.sdk.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// LaunchDarkly's client on data from a file, sending no events.
final class LaunchDarklyEngine implements Engine {

  private static final int OFF = 0;
  private static final int ON = 1;
  private static final int WEIGHT_A_PERCENT = 1_000;

  private final LDClient client;
  private final LDContext[] ring;

  LaunchDarklyEngine(Catalog catalog) {
    Path file = Json.file("launchdarkly", document(catalog));
    client =
        new LDClient(
            "no-key",
            new LDConfig.Builder()
                .dataSource(FileData.dataSource().filePaths(file))
                .events(Components.noEvents())
                .logging(Components.noLogging())
                .build());
    ring = User.ring().stream().map(this::context).toArray(LDContext[]::new);
  }

  private static Map<String, Object> document(Catalog catalog) {
    Map<String, Object> flags = new LinkedHashMap<>();
    catalog.flags().forEach(flag -> flags.put(flag.key(), definition(flag)));
    Map<String, Object> segment =
        Map.of("key", Workload.SEGMENT, "version", 1, "salt", "s", "included", catalog.members());
    return Map.of("flags", flags, "segments", Map.of(Workload.SEGMENT, segment));
  }

  private static Map<String, Object> definition(Flag flag) {
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("key", flag.key());
    definition.put("version", 1);
    definition.put("salt", flag.key());
    definition.put("on", flag.on());
    definition.put("offVariation", OFF);
    definition.put(
        "variations", flag.json() == null ? List.of(false, true) : List.of(Map.of(), flag.json()));
    if (!flag.listed().isEmpty()) {
      definition.put("targets", List.of(Map.of("variation", ON, "values", flag.listed())));
    }
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Rule rule : flag.rules()) {
      Map<String, Object> served = served(rule.percentage());
      served.put("id", Rule.idOf(flag, rules.size()));
      served.put("clauses", rule.conditions().stream().map(LaunchDarklyEngine::clause).toList());
      rules.add(served);
    }
    definition.put("rules", rules);
    definition.put("fallthrough", served(flag.percentage()));
    return definition;
  }

  private static Map<String, Object> served(int percentage) {
    Map<String, Object> served = new LinkedHashMap<>();
    if (percentage == 0 || percentage == 100) {
      served.put("variation", percentage == 0 ? OFF : ON);
      return served;
    }
    int weight = percentage * WEIGHT_A_PERCENT;
    Map<String, Integer> on = Map.of("variation", ON, "weight", weight);
    Map<String, Integer> off = Map.of("variation", OFF, "weight", 100 * WEIGHT_A_PERCENT - weight);
    served.put("rollout", Map.of("variations", List.of(on, off)));
    return served;
  }

  private static Map<String, Object> clause(Condition condition) {
    String operator =
        switch (condition.test()) {
          case IN -> "in";
          case ENDS_WITH -> "endsWith";
          case NUMBER_AT_LEAST -> "greaterThanOrEqual";
          case VERSION_ABOVE -> "semVerGreaterThan";
          case IN_SEGMENT -> "segmentMatch";
        };
    List<?> values =
        condition.test() == Condition.Test.NUMBER_AT_LEAST
            ? List.of(Integer.valueOf(condition.value()))
            : condition.values();
    return Map.of("attribute", condition.attribute(), "op", operator, "values", values);
  }

  @Override
  public LDContext context(User user) {
    return LDContext.builder(user.key())
        .set("country", user.country())
        .set("plan", user.plan())
        .set("email", user.email())
        .set("version", user.version())
        .set("age", user.age())
        .set("beta", user.beta())
        .build();
  }

  @Override
  public boolean isEnabled(String flagKey, int user, boolean defaultValue) {
    return client.boolVariation(flagKey, ring[user], defaultValue);
  }

  @Override
  public Object json(String flagKey, int user) {
    return client.jsonValueVariation(flagKey, ring[user], LDValue.ofNull());
  }

  @Override
  public @Nullable String field(Object json, String name) {
    return ((LDValue) json).get(name).stringValue();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
