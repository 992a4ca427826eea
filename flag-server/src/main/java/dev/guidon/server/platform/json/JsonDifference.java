// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.ListValue;
import dev.guidon.evaluation.Value.ObjectValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What leads from one document to another, as an RFC 6902 patch of `add`, `remove` and `replace`.
///
/// Lists are compared place by place: their order means something in definitions, and people read the places.
public final class JsonDifference {

  private JsonDifference() {}

  public static Value between(Value before, Value after) {
    List<Value> operations = new ArrayList<>();
    compare(before, after, "", operations);
    return Value.of(operations);
  }

  private static void compare(Value before, Value after, String at, List<Value> operations) {
    if (before.equals(after)) {
      return;
    }
    if (before instanceof ObjectValue(var was) && after instanceof ObjectValue(var is)) {
      compareFields(was, is, at, operations);
    } else if (before instanceof ListValue(var was) && after instanceof ListValue(var is)) {
      compareElements(was, is, at, operations);
    } else {
      operations.add(operation("replace", at, after));
    }
  }

  private static void compareFields(
      Map<String, Value> was, Map<String, Value> is, String at, List<Value> operations) {
    was.forEach((name, value) -> {
      String place = JsonPointer.child(at, name);
      Value now = is.get(name);
      if (now == null) {
        operations.add(operation("remove", place, null));
      } else {
        compare(value, now, place, operations);
      }
    });
    is.forEach((name, value) -> {
      if (!was.containsKey(name)) {
        operations.add(operation("add", JsonPointer.child(at, name), value));
      }
    });
  }

  private static void compareElements(
      List<Value> was, List<Value> is, String at, List<Value> operations) {
    int both = Math.min(was.size(), is.size());
    for (int i = 0; i < both; i++) {
      compare(was.get(i), is.get(i), JsonPointer.child(at, i), operations);
    }
    for (int i = was.size() - 1; i >= both; i--) {
      operations.add(operation("remove", JsonPointer.child(at, i), null));
    }
    for (int i = both; i < is.size(); i++) {
      operations.add(operation("add", JsonPointer.child(at, i), is.get(i)));
    }
  }

  private static Value operation(String name, String path, @Nullable Value value) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("op", Value.of(name));
    fields.put("path", Value.of(path));
    if (value != null) {
      fields.put("value", value);
    }
    return Value.of(fields);
  }
}
