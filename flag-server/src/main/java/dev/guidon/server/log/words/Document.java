// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonBoolean;
import dev.guidon.audit.tree.JsonValue.JsonNull;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A recorded document, asked leniently: entries of every release are to be read, so what is not there is empty.
record Document(JsonValue json) {

  static final Document NOTHING = new Document(new JsonNull());

  Document at(String name) {
    return json instanceof JsonObject(Map<String, JsonValue> members) && members.containsKey(name)
        ? new Document(members.get(name))
        : NOTHING;
  }

  Set<String> names() {
    return json instanceof JsonObject(Map<String, JsonValue> members) ? members.keySet() : Set.of();
  }

  List<Document> elements() {
    return json instanceof JsonArray(List<JsonValue> elements)
        ? elements.stream().map(Document::new).toList()
        : List.of();
  }

  List<Document> list(String name) {
    return at(name).elements();
  }

  /// A string as it is, anything else as JSON; empty for nothing.
  String text() {
    return switch (json) {
      case JsonString(String text) -> text;
      case JsonNull() -> "";
      default -> json.toString();
    };
  }

  String text(String name) {
    return at(name).text();
  }

  String textOr(String name, String other) {
    String text = text(name);
    return text.isEmpty() ? other : text;
  }

  boolean isTrue(String name) {
    return at(name).json instanceof JsonBoolean(boolean value) && value;
  }

  int number(String name) {
    return at(name).json instanceof JsonNumber(String text) ? new BigDecimal(text).intValue() : 0;
  }

  boolean isThere() {
    return !(json instanceof JsonNull);
  }
}
