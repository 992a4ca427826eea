// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.Value.ObjectValue;
import java.util.LinkedHashMap;
import java.util.Map;

/// RFC 7396: a document that says what changes in another one. Null takes a field away; lists are replaced whole.
public final class MergePatch {

  private MergePatch() {}

  /// A request as the patch makes it, or a problem `invalid-request`.
  ///
  /// @param before what the request would be that changes nothing
  @SuppressWarnings("unchecked") // a record's class is final
  public static <T extends Record> T apply(T before, Value patch) {
    return JsonRecords.readRequest(
        apply(JsonRecords.write(before), patch), (Class<T>) before.getClass());
  }

  public static Value apply(Value target, Value patch) {
    if (!(patch instanceof ObjectValue(var changes))) {
      return patch;
    }
    Map<String, Value> fields =
        target instanceof ObjectValue(var before)
            ? new LinkedHashMap<>(before)
            : new LinkedHashMap<>();
    changes.forEach((name, change) -> {
      if (change instanceof NullValue) {
        fields.remove(name);
      } else {
        fields.put(name, apply(fields.getOrDefault(name, Value.NULL), change));
      }
    });
    return Value.of(fields);
  }
}
