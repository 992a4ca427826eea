// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import java.util.regex.Pattern;

/// What the texts of an event may hold.
final class Texts {

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern ACTION =
      Pattern.compile("[a-z][a-z0-9-]{0,31}(\\.[a-z][a-z0-9-]{0,31}){1,3}");
  private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]*");

  private Texts() {}

  static void requireKey(String name, String value) {
    requireMatch(name, value, KEY, "letters, digits, '.', '_' and '-', at most 128");
  }

  static void requireId(String name, String value) {
    requireMatch(name, value, ID, "letters, digits, '.', '_', ':' and '-', at most 128");
  }

  static void requireKind(String name, String value) {
    requireMatch(name, value, KIND, "lower-case letters, digits and '-', at most 32");
  }

  static void requireAction(String name, String value) {
    requireMatch(
        name, value, ACTION, "2 to 4 lower-case words with dots between, such as flag.created");
  }

  static void requireVisibleAscii(String name, String value, int longest) {
    if (value.length() > longest) {
      throw tooLong(name, value.length(), longest);
    }
    requireMatch(name, value, VISIBLE_ASCII, "visible ASCII characters");
  }

  /// Free text: anything that both PostgreSQL and UTF-8 can hold.
  static void requireText(String name, String value, int longest) {
    int length = value.codePointCount(0, value.length());
    if (length > longest) {
      throw tooLong(name, length, longest);
    }
    value
        .codePoints()
        .filter(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
        .findFirst()
        .ifPresent(c -> {
          throw new IllegalArgumentException(
              "%s: U+%04X (expected: no such character)".formatted(name, c));
        });
  }

  static String firstCharacters(String value, int longest) {
    return value.codePointCount(0, value.length()) <= longest
        ? value
        : value.substring(0, value.offsetByCodePoints(0, longest));
  }

  private static void requireMatch(String name, String value, Pattern pattern, String expected) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  private static IllegalArgumentException tooLong(String name, int length, int longest) {
    return new IllegalArgumentException(
        name + ": " + length + " characters (expected: at most " + longest + ")");
  }
}
