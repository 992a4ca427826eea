// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.json.JsonPointer;
import dev.guidon.server.platform.json.JsonRecords;
import dev.guidon.server.platform.json.JsonText;

/// Reads the bodies of requests strictly: a mistyped name is a mistake to hear of, not one to pass over.
public final class JsonBody {

  private JsonBody() {}

  /// What the body says, or a problem `invalid-json` or `invalid-request` that names every place.
  public static <T extends Record> T read(byte[] body, Class<T> type) {
    return JsonRecords.readRequest(read(body), type);
  }

  /// The body as a tree, for a merge patch.
  public static Value read(byte[] body) {
    Value value = JsonText.read(body);
    var faults = new Faults();
    refuseNull(value, "", faults);
    faults.refuseIfAny("invalid-text");
    return value;
  }

  /// PostgreSQL's text and documents cannot hold U+0000.
  private static void refuseNull(Value value, String pointer, Faults faults) {
    switch (value) {
      case Value.StringValue(String text) when hasNull(text) ->
          faults.add(pointer, "invalid-text", "U+0000 (expected: no such character)");
      case Value.ListValue(var elements) -> {
        for (int i = 0; i < elements.size(); i++) {
          refuseNull(elements.get(i), JsonPointer.child(pointer, i), faults);
        }
      }
      case Value.ObjectValue(var fields) ->
          fields.forEach((name, field) -> {
            if (hasNull(name)) {
              faults.add(pointer, "invalid-text", "U+0000 in a name (expected: none)");
            }
            refuseNull(field, JsonPointer.child(pointer, name), faults);
          });
      default -> {
        // nothing that is no text can hold it
      }
    }
  }

  private static boolean hasNull(String text) {
    return text.indexOf('\0') >= 0;
  }
}
