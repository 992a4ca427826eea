// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A JSON document, or a part of one, as the log records it. Its text is its canonical encoding.
public sealed interface JsonValue {

  /// Members are kept in the order in which they are encoded: by UTF-16 code units.
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {

    public JsonObject {
      members.keySet().forEach(name -> requireStorable("name", name));
      members = Collections.unmodifiableMap(new TreeMap<>(members));
    }

    @Override
    public String toString() {
      return CanonicalEncoding.text(this);
    }
  }

  record JsonArray(List<JsonValue> elements) implements JsonValue {

    public JsonArray {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return CanonicalEncoding.text(this);
    }
  }

  record JsonString(String value) implements JsonValue {

    public JsonString {
      requireStorable("string", value);
    }

    @Override
    public String toString() {
      return CanonicalEncoding.text(this);
    }
  }

  /// A number as it was written. Nothing is rounded: a log that alters what it records proves nothing.
  record JsonNumber(String text) implements JsonValue {

    private static final int MAX_LENGTH = 400;
    private static final Pattern GRAMMAR =
        Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][+-]?[0-9]{1,3})?");

    public JsonNumber {
      if (text.length() > MAX_LENGTH || !GRAMMAR.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "number: "
                + text.substring(0, Math.min(text.length(), 40))
                + " (expected: JSON, at most 400 characters, an exponent of at most 3 digits)");
      }
    }

    public JsonNumber(long value) {
      this(Long.toString(value));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  record JsonBoolean(boolean value) implements JsonValue {

    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  record JsonNull() implements JsonValue {

    @Override
    public String toString() {
      return "null";
    }
  }

  /// Reads a document strictly: no names twice, nothing after the end.
  ///
  /// @throws IllegalArgumentException with the place of what is wrong
  static JsonValue parse(String json) {
    return new JsonReader(json).document();
  }

  // PostgreSQL's jsonb cannot hold U+0000, and half of a surrogate pair has no UTF-8.
  private static void requireStorable(String what, String text) {
    requireNonNull(text, what);
    int character;
    for (int i = 0; i < text.length(); i += Character.charCount(character)) {
      character = text.codePointAt(i);
      if (character == 0 || isLoneSurrogate(character)) {
        throw new IllegalArgumentException(
            "%s: U+%04X at %d (expected: any other character)".formatted(what, character, i));
      }
    }
  }

  // A pair is one code point above these.
  private static boolean isLoneSurrogate(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }
}
