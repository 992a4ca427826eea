// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what only a program's typed interface can say: kinds by name, with instants and numbers that JSON does not have.
final class ContextReader {

  private static final String USER = "user";
  private static final String TARGETING_KEY = "targetingKey";

  private ContextReader() {}

  static EvaluationContext typed(JsonNode kinds) {
    JsonNode user = Json.optional(kinds, USER);
    EvaluationContext.Builder builder =
        EvaluationContext.builder(user == null ? null : Json.text(user, TARGETING_KEY));
    if (user != null) {
      setAttributes(builder, user);
    }
    for (Map.Entry<String, JsonNode> kind : kinds.properties()) {
      if (!kind.getKey().equals(USER)) {
        builder.kind(kind.getKey(), Json.text(kind.getValue(), TARGETING_KEY));
        setAttributes(builder, kind.getValue());
      }
    }
    return builder.build();
  }

  private static void setAttributes(EvaluationContext.Builder builder, JsonNode kind) {
    for (Map.Entry<String, JsonNode> attribute : kind.properties()) {
      if (!attribute.getKey().equals(TARGETING_KEY)) {
        builder.set(attribute.getKey(), value(attribute.getValue()));
      }
    }
  }

  private static Value value(JsonNode node) {
    if (node.has("$instant")) {
      return Value.of(Instant.parse(Json.requiredText(node, "$instant")));
    }
    if (node.has("$number")) {
      return Value.of(Double.parseDouble(Json.requiredText(node, "$number")));
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
    return Json.value(node);
  }
}
