// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.Condition;
import dev.guidon.sdk.benchmarks.workload.Flag;
import dev.guidon.sdk.benchmarks.workload.Rule;
import dev.guidon.sdk.benchmarks.workload.User;
import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// flagd's provider for OpenFeature, which evaluates flags from a file in its own process.
final class FlagdEngine implements Engine {

  private static final String DOMAIN = "flagd";
  private static final int DEADLINE_MILLIS = 60_000;
  private static final Map<String, String> TARGETING_KEY = Map.of("var", "targetingKey");

  private final FlagdProvider provider;
  private final Client client;
  private final ImmutableContext[] ring;

  FlagdEngine(Catalog catalog) {
    Path file = Json.file("flagd", document(catalog));
    provider =
        new FlagdProvider(
            FlagdOptions.builder()
                .resolverType(Config.Resolver.FILE)
                .offlineFlagSourcePath(file.toString())
                .deadline(DEADLINE_MILLIS)
                .build());
    OpenFeatureAPI.getInstance().setProviderAndWait(DOMAIN, provider);
    client = OpenFeatureAPI.getInstance().getClient(DOMAIN);
    ring = User.ring().stream().map(this::context).toArray(ImmutableContext[]::new);
  }

  private static Map<String, Object> document(Catalog catalog) {
    Map<String, Object> flags = new LinkedHashMap<>();
    catalog.flags().forEach(flag -> flags.put(flag.key(), definition(flag, catalog.members())));
    return Map.of("flags", flags);
  }

  private static Map<String, Object> definition(Flag flag, List<String> members) {
    Map<String, Object> definition = new LinkedHashMap<>();
    // A flag that flagd calls disabled serves nothing at all, so one that is off is one that serves
    // "off".
    definition.put("state", "ENABLED");
    definition.put(
        "variants",
        flag.json() == null
            ? Map.of("on", true, "off", false)
            : Map.of("on", flag.json(), "off", Map.of()));
    boolean served = flag.on() && flag.percentage() == 100;
    definition.put("defaultVariant", served ? "on" : "off");
    if (flag.on() && !served) {
      definition.put("targeting", targeting(flag, members));
    }
    return definition;
  }

  private static Object targeting(Flag flag, List<String> members) {
    List<Object> branches = new ArrayList<>();
    if (!flag.listed().isEmpty()) {
      branches.add(Map.of("in", List.of(TARGETING_KEY, flag.listed())));
      branches.add("on");
    }
    for (Rule rule : flag.rules()) {
      List<Map<String, Object>> conditions =
          rule.conditions().stream().map(condition -> test(condition, members)).toList();
      branches.add(conditions.size() == 1 ? conditions.get(0) : Map.of("and", conditions));
      branches.add(served(rule.percentage()));
    }
    Object otherwise = served(flag.percentage());
    if (branches.isEmpty()) {
      return otherwise;
    }
    branches.add(otherwise);
    return Map.of("if", branches);
  }

  private static Object served(int percentage) {
    if (percentage == 0 || percentage == 100) {
      return percentage == 0 ? "off" : "on";
    }
    return Map.of(
        "fractional", List.of(List.of("on", percentage), List.of("off", 100 - percentage)));
  }

  private static Map<String, Object> test(Condition condition, List<String> members) {
    Map<String, String> attribute = Map.of("var", condition.attribute());
    return switch (condition.test()) {
      case IN -> Map.of("in", List.of(attribute, condition.values()));
      case ENDS_WITH -> Map.of("ends_with", List.of(attribute, condition.value()));
      case NUMBER_AT_LEAST -> Map.of(">=", List.of(attribute, Integer.valueOf(condition.value())));
      case VERSION_ABOVE -> Map.of("sem_ver", List.of(attribute, ">", condition.value()));
      case IN_SEGMENT -> Map.of("in", List.of(TARGETING_KEY, members));
    };
  }

  @Override
  public ImmutableContext context(User user) {
    return new ImmutableContext(
        user.key(),
        Map.of(
            "country", new Value(user.country()),
            "plan", new Value(user.plan()),
            "email", new Value(user.email()),
            "version", new Value(user.version()),
            "age", new Value(user.age()),
            "beta", new Value(user.beta())));
  }

  @Override
  public boolean isEnabled(String flagKey, int user, boolean defaultValue) {
    return client.getBooleanValue(flagKey, defaultValue, ring[user]);
  }

  @Override
  public Object json(String flagKey, int user) {
    return client.getObjectValue(flagKey, new Value(), ring[user]);
  }

  @Override
  public @Nullable String field(Object json, String name) {
    return ((Value) json).asStructure().getValue(name).asString();
  }

  @Override
  public void close() {
    provider.shutdown();
  }
}
