// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import com.statsig.sdk.DataSource;
import com.statsig.sdk.DynamicConfig;
import com.statsig.sdk.StatsigOptions;
import com.statsig.sdk.StatsigServer;
import com.statsig.sdk.StatsigUser;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.Condition;
import dev.guidon.sdk.benchmarks.workload.Flag;
import dev.guidon.sdk.benchmarks.workload.Rule;
import dev.guidon.sdk.benchmarks.workload.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Statsig's server on values to start from, which then asks and tells nobody.
///
/// A gate has no default value: an unknown one is closed.
final class StatsigEngine implements Engine {

  private static final String SEGMENT = "segment:members";

  private final StatsigServer server = StatsigServer.create();
  private final StatsigUser[] ring;

  StatsigEngine(Catalog catalog) {
    var options = new StatsigOptions("http://127.0.0.1:1/v1");
    options.setBootstrapValues(Json.text(document(catalog)));
    options.setInitializeSources(List.of(DataSource.BOOTSTRAP));
    options.setDisableAllLogging(true);
    options.setDisableDiagnostics(true);
    server.initializeAsync("secret-no-key", options).join();
    // Only now, because in local mode it would not have read the values either.
    options.setLocalMode(true);
    ring = User.ring().stream().map(this::context).toArray(StatsigUser[]::new);
  }

  private static Map<String, Object> document(Catalog catalog) {
    List<Map<String, Object>> gates = new ArrayList<>();
    List<Map<String, Object>> configs = new ArrayList<>();
    gates.add(
        spec(
            SEGMENT,
            "segment",
            true,
            false,
            List.of(rule("members", 100, true, members(catalog)))));
    for (Flag flag : catalog.flags()) {
      if (flag.json() == null) {
        gates.add(spec(flag.key(), "feature_gate", flag.on(), false, rules(flag, true)));
      } else {
        configs.add(
            spec(flag.key(), "dynamic_config", flag.on(), Map.of(), rules(flag, flag.json())));
      }
    }
    return Map.of(
        "has_updates",
        true,
        "time",
        1,
        "feature_gates",
        gates,
        "dynamic_configs",
        configs,
        "layer_configs",
        List.of(),
        "layers",
        Map.of(),
        "id_lists",
        Map.of());
  }

  private static Map<String, Object> spec(
      String name, String entity, boolean on, Object otherwise, List<Map<String, Object>> rules) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("name", name);
    spec.put("type", entity.equals("dynamic_config") ? entity : "feature_gate");
    spec.put("entity", entity);
    spec.put("salt", name);
    spec.put("enabled", on);
    spec.put("isActive", true);
    spec.put("idType", "userID");
    spec.put("defaultValue", otherwise);
    spec.put("rules", rules);
    return spec;
  }

  private static List<Map<String, Object>> rules(Flag flag, Object served) {
    List<Map<String, Object>> rules = new ArrayList<>();
    if (!flag.listed().isEmpty()) {
      rules.add(
          rule(
              "listed",
              100,
              served,
              List.of(comparison("userID", "any_case_sensitive", flag.listed()))));
    }
    for (Rule rule : flag.rules()) {
      rules.add(
          rule(
              Rule.idOf(flag, rules.size()),
              rule.percentage(),
              served,
              rule.conditions().stream().map(StatsigEngine::condition).toList()));
    }
    if (flag.percentage() > 0) {
      rules.add(rule("everybody", flag.percentage(), served, List.of(condition("public"))));
    }
    return rules;
  }

  private static Map<String, Object> rule(
      String id, int percentage, Object served, List<Map<String, Object>> conditions) {
    return Map.of(
        "name", id,
        "id", id,
        "salt", id,
        "idType", "userID",
        "groupName", id,
        "passPercentage", percentage,
        "returnValue", served,
        "conditions", conditions);
  }

  private static List<Map<String, Object>> members(Catalog catalog) {
    return List.of(comparison("userID", "any_case_sensitive", catalog.members()));
  }

  private static Map<String, Object> condition(Condition condition) {
    String attribute =
        condition.attribute().equals("version") ? "appVersion" : condition.attribute();
    return switch (condition.test()) {
      case IN -> comparison(attribute, "any_case_sensitive", condition.values());
      case ENDS_WITH -> comparison(attribute, "str_ends_with_any", condition.values());
      case NUMBER_AT_LEAST -> comparison(attribute, "gte", Integer.valueOf(condition.value()));
      case VERSION_ABOVE -> comparison(attribute, "version_gt", condition.value());
      case IN_SEGMENT -> {
        Map<String, Object> pass = condition("pass_gate");
        pass.put("targetValue", SEGMENT);
        yield pass;
      }
    };
  }

  private static Map<String, Object> comparison(String field, String operator, Object value) {
    Map<String, Object> comparison = condition("user_field");
    comparison.put("field", field);
    comparison.put("operator", operator);
    comparison.put("targetValue", value);
    return comparison;
  }

  private static Map<String, Object> condition(String type) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("type", type);
    condition.put("idType", "userID");
    condition.put("additionalValues", Map.of());
    return condition;
  }

  @Override
  public StatsigUser context(User user) {
    var context = new StatsigUser(user.key());
    context.setEmail(user.email());
    context.setCountry(user.country());
    context.setAppVersion(user.version());
    context.setCustom(Map.of("plan", user.plan(), "age", user.age(), "beta", user.beta()));
    return context;
  }

  @Override
  public boolean isEnabled(String flagKey, int user, boolean defaultValue) {
    return server.checkGateSync(ring[user], flagKey);
  }

  @Override
  public Object json(String flagKey, int user) {
    return server.getConfigSync(ring[user], flagKey);
  }

  @Override
  public @Nullable String field(Object json, String name) {
    return ((DynamicConfig) json).getString(name, null);
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
