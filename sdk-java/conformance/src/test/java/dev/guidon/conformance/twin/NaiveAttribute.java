// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.Value.ObjectValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Chapter 3: what an attribute names.
final class NaiveAttribute {

  private NaiveAttribute() {}

  static boolean isMalformed(@Nullable String attribute) {
    if (attribute == null || attribute.isEmpty()) {
      return true;
    }
    if (!attribute.startsWith("/")) {
      return false;
    }
    return !attribute.matches("(?s)(/([^/~]|~0|~1)+)+");
  }

  /// Null when it is missing.
  static @Nullable Value read(
      String attribute, @Nullable String contextKind, NaiveContext context, long at) {
    List<String> steps = steps(attribute);
    Value value = readFirst(steps.get(0), contextKind == null ? "user" : contextKind, context, at);
    for (String step : steps.subList(1, steps.size())) {
      value = value instanceof ObjectValue object ? object.fields().get(step) : null;
    }
    return value instanceof NullValue ? null : value;
  }

  private static @Nullable Value readFirst(
      String name, String contextKind, NaiveContext context, long at) {
    if (name.equals("$now")) {
      return Value.of(Instant.ofEpochMilli(at));
    }
    Map<String, Value> kind = context.kinds().get(contextKind);
    if (kind == null) {
      return null;
    }
    if (name.equals("kind")) {
      return Value.of(contextKind);
    }
    if (name.equals("targetingKey")) {
      String key = context.targetingKey(contextKind);
      return key == null ? null : Value.of(key);
    }
    return kind.get(name);
  }

  static boolean isNow(String attribute) {
    return steps(attribute).equals(List.of("$now"));
  }

  private static List<String> steps(String attribute) {
    if (!attribute.startsWith("/")) {
      return List.of(attribute);
    }
    List<String> steps = new ArrayList<>();
    for (String step : attribute.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }
}
