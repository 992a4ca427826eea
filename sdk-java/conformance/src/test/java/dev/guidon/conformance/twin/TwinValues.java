// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guidon.evaluation.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads values from the JSON of cases.
final class TwinValues {

  private TwinValues() {}

  static Map<String, Map<String, Value>> kindsFromJson(JsonNode typed) {
    Map<String, Map<String, Value>> kinds = new LinkedHashMap<>();
    typed.properties().forEach(kind -> kinds.put(kind.getKey(), fieldsFromJson(kind.getValue())));
    return kinds;
  }

  static Value fromJson(JsonNode node) {
    if (node.has("$instant")) {
      return Value.of(Instant.parse(node.get("$instant").textValue()));
    }
    if (node.has("$number")) {
      return Value.of(Double.parseDouble(node.get("$number").textValue()));
    }
    return switch (node.getNodeType()) {
      case STRING -> Value.of(node.textValue());
      case BOOLEAN -> Value.of(node.booleanValue());
      case NUMBER -> Value.of(node.doubleValue());
      case OBJECT -> Value.of(fieldsFromJson(node));
      case ARRAY -> {
        List<Value> elements = new ArrayList<>();
        node.forEach(element -> elements.add(fromJson(element)));
        yield Value.of(elements);
      }
      default -> Value.NULL;
    };
  }

  private static Map<String, Value> fieldsFromJson(JsonNode object) {
    Map<String, Value> fields = new LinkedHashMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), fromJson(field.getValue())));
    return fields;
  }
}
