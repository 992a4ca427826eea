// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.export;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.CanonicalEncoding;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.util.List;
import java.util.Map;

/// The first line of an export: up to where it goes, and by whose word.
///
/// @param checkpoint the signed checkpoint at which it ends
/// @param keys the log's public keys as JWK, the first one first
/// @param successions what each of these but the last signed to name the one after it
public record ExportHeader(String checkpoint, List<String> keys, List<String> successions) {

  private static final JsonNumber VERSION = new JsonNumber(1);
  private static final JsonString KIND = new JsonString("guidon-audit");

  public ExportHeader {
    requireNonNull(checkpoint, "checkpoint");
    keys = List.copyOf(keys);
    successions = List.copyOf(successions);
  }

  /// Reads what [#line] wrote.
  ///
  /// @throws IllegalArgumentException if it is not the first line of an export
  public static ExportHeader parse(String line) {
    if (JsonValue.parse(line) instanceof JsonObject(Map<String, JsonValue> members)
        && KIND.equals(members.get("export"))
        && VERSION.equals(members.get("v"))
        && members.get("checkpoint") instanceof JsonString(String checkpoint)
        && members.get("keys") instanceof JsonArray(List<JsonValue> keys)
        && members.get("successions") instanceof JsonArray(List<JsonValue> successions)) {
      return new ExportHeader(
          checkpoint, keys.stream().map(JsonValue::toString).toList(), texts(successions));
    }
    throw new IllegalArgumentException("export: not one of version 1 (expected: its first line)");
  }

  public String line() {
    return CanonicalEncoding.text(
        new JsonObject(
            Map.of(
                "export", KIND,
                "v", VERSION,
                "checkpoint", new JsonString(checkpoint),
                "keys", new JsonArray(keys.stream().map(JsonValue::parse).toList()),
                "successions",
                    new JsonArray(successions.stream().<JsonValue>map(JsonString::new).toList()))));
  }

  private static List<String> texts(List<JsonValue> values) {
    return values.stream()
        .map(value -> value instanceof JsonString(String text) ? text : "")
        .toList();
  }
}
