// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guidon.evaluation.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads fields of JSON objects, strictly: a misspelt field of a case must not pass for an absent one.
final class Json {

  private Json() {}

  static void requireOnly(JsonNode object, Set<String> names) {
    if (!object.isObject()) {
      throw new IllegalArgumentException(object + " (expected: an object with " + names + ")");
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!names.contains(field.getKey())) {
        throw new IllegalArgumentException(
            field.getKey() + " in " + object + " (expected: one of " + names + ")");
      }
    }
  }

  static @Nullable JsonNode optional(JsonNode object, String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  static JsonNode required(JsonNode object, String name) {
    JsonNode node = optional(object, name);
    if (node == null) {
      throw new IllegalArgumentException(name + " is absent in " + object);
    }
    return node;
  }

  static @Nullable String text(JsonNode object, String name) {
    JsonNode node = optional(object, name);
    if (node != null && !node.isTextual()) {
      throw new IllegalArgumentException(name + ": " + node + " (expected: text)");
    }
    return node == null ? null : node.textValue();
  }

  static String requiredText(JsonNode object, String name) {
    required(object, name);
    String text = text(object, name);
    if (text == null) {
      throw new IllegalArgumentException(name + " is absent in " + object);
    }
    return text;
  }

  static @Nullable Boolean flag(JsonNode object, String name) {
    JsonNode node = optional(object, name);
    if (node != null && !node.isBoolean()) {
      throw new IllegalArgumentException(name + ": " + node + " (expected: true or false)");
    }
    return node == null ? null : node.booleanValue();
  }

  static boolean isTrue(JsonNode object, String name) {
    return Boolean.TRUE.equals(flag(object, name));
  }

  static @Nullable Integer integer(JsonNode object, String name) {
    JsonNode node = optional(object, name);
    if (node != null && !(node.isIntegralNumber() && node.canConvertToInt())) {
      throw new IllegalArgumentException(name + ": " + node + " (expected: a whole number)");
    }
    return node == null ? null : node.intValue();
  }

  static <T> List<T> list(JsonNode object, String name, Function<JsonNode, T> element) {
    JsonNode node = optional(object, name);
    List<T> list = new ArrayList<>();
    if (node == null) {
      return list;
    }
    if (!node.isArray()) {
      throw new IllegalArgumentException(name + ": " + node + " (expected: a list)");
    }
    node.forEach(child -> list.add(element.apply(child)));
    return list;
  }

  static String asText(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException(node + " (expected: text)");
    }
    return node.textValue();
  }

  static Value value(JsonNode node) {
    if (node.isTextual()) {
      return Value.of(node.textValue());
    }
    if (node.isBoolean()) {
      return Value.of(node.booleanValue());
    }
    if (node.isNumber()) {
      return Value.of(node.doubleValue());
    }
    if (node.isArray()) {
      List<Value> elements = new ArrayList<>();
      node.forEach(element -> elements.add(value(element)));
      return Value.of(elements);
    }
    if (node.isObject()) {
      Map<String, Value> fields = new LinkedHashMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
      return Value.of(fields);
    }
    return Value.NULL;
  }
}
