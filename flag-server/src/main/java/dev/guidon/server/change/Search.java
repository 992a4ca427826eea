// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which definitions of a list are wanted.
///
/// @param text to be found in key or name, whatever the case; empty for all
/// @param like fields that the content must have, as a JSON document
/// @param among the ids of those that may be found; null for any
public record Search(String text, String like, @Nullable Set<UUID> among) {

  public static final Search ALL = new Search("", "{}", null);

  /// Wants those with this text in key or name; all when it is null.
  public static Search text(@Nullable String text) {
    return new Search(text == null ? "" : text, "{}", null);
  }

  /// Wants those as well whose field has this value; any when it is null.
  public Search with(String field, @Nullable Value value) {
    if (value == null) {
      return this;
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    if (JsonText.read(like) instanceof Value.ObjectValue(var present)) {
      fields.putAll(present);
    }
    fields.put(field, value);
    return new Search(text, JsonText.write(Value.of(fields)), among);
  }

  /// Wants those as well whose list holds this text; any when it is null.
  public Search withElement(String field, @Nullable String element) {
    return element == null ? this : with(field, Value.of(List.of(Value.of(element))));
  }

  /// Wants those as well whose field has this text; any when it is null.
  public Search with(String field, @Nullable String text) {
    return text == null ? this : with(field, Value.of(text));
  }

  /// Wants those of these ids only.
  public Search among(Set<UUID> ids) {
    return new Search(text, like, Set.copyOf(ids));
  }

  /// As a pattern of LIKE.
  String pattern() {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
