// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The difference of two documents as RFC 6902 writes it, found in time linear in their size.
///
/// Applying it to the one gives exactly the other. It is not always the shortest: it is computed under the lock that every
/// writer waits for, where a search for the shortest would take minutes for a segment of 100,000 members.
final class JsonPatch {

  private final List<JsonValue> operations = new ArrayList<>();

  private JsonPatch() {}

  static JsonArray between(JsonValue before, JsonValue after) {
    var patch = new JsonPatch();
    patch.compare("", before, after);
    return new JsonArray(patch.operations);
  }

  private void compare(String path, JsonValue before, JsonValue after) {
    if (before instanceof JsonObject from && after instanceof JsonObject to) {
      compareMembers(path, from.members(), to.members());
    } else if (before instanceof JsonArray from && after instanceof JsonArray to) {
      compareElements(path, from.elements(), to.elements());
    } else if (!before.equals(after)) {
      operation("replace", path, after);
    }
  }

  private void compareMembers(
      String path, Map<String, JsonValue> before, Map<String, JsonValue> after) {
    before.forEach((name, value) -> {
      String member = path + "/" + escaped(name);
      if (after.containsKey(name)) {
        compare(member, value, after.get(name));
      } else {
        remove(member);
      }
    });
    after.forEach((name, value) -> {
      if (!before.containsKey(name)) {
        operation("add", path + "/" + escaped(name), value);
      }
    });
  }

  // What both begin and end with stays; what lies between is compared pair by pair, and the rest of
  // the longer side
  // added or removed. That says the least for what people do: edit an element, insert some, delete
  // some.
  private void compareElements(String path, List<JsonValue> before, List<JsonValue> after) {
    int shorter = Math.min(before.size(), after.size());
    int start = 0;
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }

    int paired = shorter - end;
    for (int i = start; i < paired; i++) {
      compare(path + "/" + i, before.get(i), after.get(i));
    }
    for (int i = before.size() - end - 1; i >= paired; i--) {
      remove(path + "/" + i);
    }
    for (int i = paired; i < after.size() - end; i++) {
      operation("add", path + "/" + i, after.get(i));
    }
  }

  private void operation(String op, String path, JsonValue value) {
    operations.add(
        new JsonObject(
            Map.of("op", new JsonString(op), "path", new JsonString(path), "value", value)));
  }

  private void remove(String path) {
    operations.add(
        new JsonObject(Map.of("op", new JsonString("remove"), "path", new JsonString(path))));
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
