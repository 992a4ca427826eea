// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonBoolean;
import dev.guidon.audit.tree.JsonValue.JsonNull;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads one JSON document, strictly as RFC 8259 says.
final class JsonReader {

  private static final int MAX_DEPTH = 256;

  private final String json;
  private int at;

  JsonReader(String json) {
    this.json = json;
  }

  JsonValue document() {
    JsonValue value = value(0);
    skipSpace();
    if (at < json.length()) {
      throw unexpected("the end");
    }
    return value;
  }

  private JsonValue value(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "JSON at " + at + ": nested deeper than " + MAX_DEPTH + " (expected: at most that)");
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new JsonString(string());
      case 't' -> word("true", new JsonBoolean(true));
      case 'f' -> word("false", new JsonBoolean(false));
      case 'n' -> word("null", new JsonNull());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("a value");
    };
  }

  private JsonObject object(int depth) {
    Map<String, JsonValue> members = new HashMap<>();
    at++;
    if (!taken('}')) {
      do {
        skipSpace();
        int start = at;
        String name = string();
        take(':');
        if (members.put(name, value(depth + 1)) != null) {
          at = start;
          throw unexpected("a name that the object does not have yet");
        }
      } while (taken(','));
      take('}');
    }
    return new JsonObject(members);
  }

  private JsonArray array(int depth) {
    List<JsonValue> elements = new ArrayList<>();
    at++;
    if (!taken(']')) {
      do {
        elements.add(value(depth + 1));
      } while (taken(','));
      take(']');
    }
    return new JsonArray(elements);
  }

  private String string() {
    if (peek() != '"') {
      throw unexpected("a string");
    }
    at++;
    String plain = plain();
    if (peek() == '"') {
      at++;
      return plain;
    }
    var text = new StringBuilder(plain);
    while (peek() != '"') {
      if (peek() != '\\') {
        throw unexpected("the string's end");
      }
      at++;
      text.append(escape()).append(plain());
    }
    at++;
    return text.toString();
  }

  // What stands in a string up to its end or its next escape, copied as a whole: most of what is
  // read is this.
  private String plain() {
    int start = at;
    while (at < json.length()
        && json.charAt(at) != '"'
        && json.charAt(at) != '\\'
        && json.charAt(at) >= ' ') {
      at++;
    }
    return json.substring(start, at);
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> fourHexDigits();
      default -> {
        at--;
        throw unexpected("an escape that JSON knows");
      }
    };
  }

  private char fourHexDigits() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw unexpected("a hexadecimal digit");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private JsonNumber number() {
    int start = at;
    while (at < json.length() && "+-.eE0123456789".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
    return new JsonNumber(json.substring(start, at));
  }

  private JsonValue word(String word, JsonValue value) {
    if (!json.startsWith(word, at)) {
      throw unexpected(word);
    }
    at += word.length();
    return value;
  }

  private void take(char c) {
    if (!taken(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private boolean taken(char c) {
    skipSpace();
    if (at == json.length() || json.charAt(at) != c) {
      return false;
    }
    at++;
    return true;
  }

  private void skipSpace() {
    while (at < json.length() && " \t\n\r".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  // U+0000, which no JSON has outside of a string's escapes, stands for the end.
  private char peek() {
    return at < json.length() ? json.charAt(at) : 0;
  }

  private IllegalArgumentException unexpected(String expected) {
    String found =
        at < json.length() ? json.substring(at, Math.min(json.length(), at + 20)) : "the end";
    return new IllegalArgumentException(
        "JSON at " + at + ": " + found + " (expected: " + expected + ")");
  }
}
