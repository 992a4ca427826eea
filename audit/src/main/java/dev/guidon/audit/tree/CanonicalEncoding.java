// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonBoolean;
import dev.guidon.audit.tree.JsonValue.JsonNull;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.util.HexFormat;

/// JSON as the one sequence of bytes that is hashed, after RFC 8785.
///
/// No white space, members ordered by the UTF-16 code units of their names, strings escaped only where JSON demands it,
/// all of it in UTF-8. Numbers stay as they were written; entries use whole numbers below 2^53 only, for which that is
/// what RFC 8785 says too.
public final class CanonicalEncoding {

  private static final HexFormat HEX = HexFormat.of();

  private CanonicalEncoding() {}

  public static byte[] encode(JsonValue value) {
    return text(value).getBytes(UTF_8);
  }

  public static String text(JsonValue value) {
    var text = new StringBuilder();
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, JsonValue value) {
    switch (value) {
      case JsonObject object -> appendObject(text, object);
      case JsonArray array -> appendArray(text, array);
      case JsonString string -> appendString(text, string.value());
      case JsonNumber number -> text.append(number.text());
      case JsonBoolean bool -> text.append(bool.value());
      case JsonNull _ -> text.append("null");
    }
  }

  private static void appendObject(StringBuilder text, JsonObject object) {
    text.append('{');
    object
        .members()
        .forEach((name, member) -> {
          if (text.charAt(text.length() - 1) != '{') {
            text.append(',');
          }
          appendString(text, name);
          text.append(':');
          append(text, member);
        });
    text.append('}');
  }

  private static void appendArray(StringBuilder text, JsonArray array) {
    text.append('[');
    for (JsonValue element : array.elements()) {
      if (text.charAt(text.length() - 1) != '[') {
        text.append(',');
      }
      append(text, element);
    }
    text.append(']');
  }

  private static void appendString(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\f' -> text.append("\\f");
        case '\r' -> text.append("\\r");
        default -> {
          if (c < ' ') {
            text.append("\\u").append(HEX.toHexDigits(c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
