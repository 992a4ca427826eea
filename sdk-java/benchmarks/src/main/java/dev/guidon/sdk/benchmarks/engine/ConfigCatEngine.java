// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import com.configcat.ConfigCatClient;
import com.configcat.LogLevel;
import com.configcat.OverrideBehaviour;
import com.configcat.OverrideDataSourceBuilder;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.Condition;
import dev.guidon.sdk.benchmarks.workload.Flag;
import dev.guidon.sdk.benchmarks.workload.Rule;
import dev.guidon.sdk.benchmarks.workload.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// ConfigCat's client on flags from a file, with lists in clear text, which are faster than hashed ones.
///
/// It has no JSON flags: applications parse a text.
final class ConfigCatEngine implements Engine {

  private static final int BOOLEAN = 0;
  private static final int TEXT = 1;

  // Comparators, by the numbers that stand for them in the file.
  private static final int IS_ONE_OF = 0;
  private static final int VERSION_GREATER = 8;
  private static final int NUMBER_GREATER_EQUALS = 15;
  private static final int ENDS_WITH = 32;

  private final ConfigCatClient client;
  private final com.configcat.User[] ring;

  ConfigCatEngine(Catalog catalog) {
    Path file = Json.file("configcat", document(catalog));
    client =
        ConfigCatClient.get(
            "no-key",
            options -> {
              options.flagOverrides(
                  OverrideDataSourceBuilder.localFile(file.toString(), false),
                  OverrideBehaviour.LOCAL_ONLY);
              options.logLevel(LogLevel.NO_LOG);
            });
    ring = User.ring().stream().map(this::context).toArray(com.configcat.User[]::new);
  }

  private static Map<String, Object> document(Catalog catalog) {
    Map<String, Object> flags = new LinkedHashMap<>();
    catalog.flags().forEach(flag -> flags.put(flag.key(), definition(flag)));
    Map<String, Object> segment =
        Map.of(
            "n",
            "segment",
            "r",
            List.of(comparison("Identifier", IS_ONE_OF, "l", catalog.members())));
    return Map.of("p", Map.of("s", "salt"), "s", List.of(segment), "f", flags);
  }

  private static Map<String, Object> definition(Flag flag) {
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("t", flag.json() == null ? BOOLEAN : TEXT);
    definition.put("v", value(flag, flag.on() && flag.percentage() == 100));
    List<Map<String, Object>> rules = new ArrayList<>();
    if (!flag.listed().isEmpty()) {
      Map<String, Object> listed =
          Map.of("u", comparison("Identifier", IS_ONE_OF, "l", flag.listed()));
      rules.add(Map.of("c", List.of(listed), "s", Map.of("v", value(flag, true))));
    }
    for (Rule rule : flag.rules()) {
      Map<String, Object> served = new LinkedHashMap<>(served(flag, rule.percentage()));
      served.put("c", rule.conditions().stream().map(ConfigCatEngine::condition).toList());
      rules.add(served);
    }
    definition.put("r", rules);
    if (flag.percentage() > 0 && flag.percentage() < 100) {
      definition.put("p", options(flag, flag.percentage()));
    }
    return definition;
  }

  private static Map<String, Object> served(Flag flag, int percentage) {
    return percentage == 100
        ? Map.of("s", Map.of("v", value(flag, true)))
        : Map.of("p", options(flag, percentage));
  }

  private static List<Map<String, Object>> options(Flag flag, int percentage) {
    return List.of(
        Map.of("p", percentage, "v", value(flag, true)),
        Map.of("p", 100 - percentage, "v", value(flag, false)));
  }

  private static Map<String, Object> value(Flag flag, boolean on) {
    return flag.json() == null ? Map.of("b", on) : Map.of("s", on ? Json.text(flag.json()) : "{}");
  }

  private static Map<String, Object> condition(Condition condition) {
    if (condition.test() == Condition.Test.IN_SEGMENT) {
      return Map.of("s", Map.of("s", 0, "c", 0));
    }
    String attribute = attribute(condition.attribute());
    return Map.of(
        "u",
        switch (condition.test()) {
          case IN -> comparison(attribute, IS_ONE_OF, "l", condition.values());
          case ENDS_WITH -> comparison(attribute, ENDS_WITH, "l", condition.values());
          case NUMBER_AT_LEAST ->
              comparison(attribute, NUMBER_GREATER_EQUALS, "d", Double.valueOf(condition.value()));
          case VERSION_ABOVE -> comparison(attribute, VERSION_GREATER, "s", condition.value());
          case IN_SEGMENT -> throw new AssertionError(condition);
        });
  }

  private static Map<String, Object> comparison(
      String attribute, int comparator, String field, Object value) {
    return Map.of("a", attribute, "c", comparator, field, value);
  }

  /// Two attributes have names of their own.
  private static String attribute(String name) {
    return switch (name) {
      case "country" -> "Country";
      case "email" -> "Email";
      default -> name;
    };
  }

  @Override
  public com.configcat.User context(User user) {
    return com.configcat.User.newBuilder()
        .email(user.email())
        .country(user.country())
        .custom(
            Map.of(
                "plan", user.plan(),
                "version", user.version(),
                "age", user.age(),
                "beta", user.beta()))
        .build(user.key());
  }

  @Override
  public boolean isEnabled(String flagKey, int user, boolean defaultValue) {
    return client.getValue(Boolean.class, flagKey, ring[user], defaultValue);
  }

  @Override
  public Object json(String flagKey, int user) {
    return client.getValue(String.class, flagKey, ring[user], "");
  }

  @Override
  public @Nullable String field(Object json, String name) {
    return Json.field((String) json, name);
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
