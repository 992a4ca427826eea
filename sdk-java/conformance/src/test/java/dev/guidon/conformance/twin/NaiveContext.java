// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A context as chapter 2 of the specification reads it: kinds by name, each with all its fields.
record NaiveContext(boolean valid, Map<String, Map<String, Value>> kinds) {

  private static final Set<String> NEVER_A_KIND =
      Set.of("user", "kind", "targetingKey", "$now", "");

  static NaiveContext ofFlat(Value flat) {
    if (!(flat instanceof ObjectValue top)) {
      return new NaiveContext(false, Map.of());
    }
    Value key = top.fields().get("targetingKey");
    if (key != null && !(key instanceof StringValue) && !(key instanceof NullValue)) {
      return new NaiveContext(false, Map.of());
    }
    Map<String, Map<String, Value>> kinds = new LinkedHashMap<>();
    Map<String, Value> user = new LinkedHashMap<>();
    top.fields()
        .forEach((name, value) -> {
          if (isKind(name, value)) {
            kinds.put(name, ((ObjectValue) value).fields());
          } else {
            user.put(name, value);
          }
        });
    kinds.put("user", user);
    return new NaiveContext(true, kinds);
  }

  static NaiveContext ofKinds(Map<String, Map<String, Value>> kinds) {
    Map<String, Map<String, Value>> all = new LinkedHashMap<>(kinds);
    all.putIfAbsent("user", Map.of());
    return new NaiveContext(true, all);
  }

  private static boolean isKind(String name, Value value) {
    return !NEVER_A_KIND.contains(name)
        && value instanceof ObjectValue object
        && object.fields().get("targetingKey") instanceof StringValue key
        && !key.value().isEmpty();
  }

  /// Null when it is missing.
  @Nullable String targetingKey(@Nullable String contextKind) {
    Map<String, Value> kind = kinds.get(contextKind == null ? "user" : contextKind);
    if (kind == null) {
      return null;
    }
    return kind.get("targetingKey") instanceof StringValue key && !key.value().isEmpty()
        ? key.value()
        : null;
  }
}
