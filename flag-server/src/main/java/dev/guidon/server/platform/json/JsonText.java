// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads and writes JSON text, exactly as RFC 8259 has it and within limits.
///
/// Stricter than the usual parsers where leniency hides mistakes or costs memory: a name that occurs twice in one
/// object is refused, and, where the rules are exact, a number beyond a double's range and text that is not well-formed
/// Unicode; a refusal says where (line, column, JSON pointer).
public final class JsonText {

  static final int MAX_NAME = 256;
  static final int MAX_NUMBER_DIGITS = 64;

  private final String text;
  private final JsonRules rules;
  private final List<String> path = new ArrayList<>();
  private int at;

  private JsonText(String text, JsonRules rules) {
    this.text = text;
    this.rules = rules;
  }

  /// The document that these bytes are, or a problem `invalid-json`.
  public static Value read(byte[] bytes) {
    return read(bytes, JsonRules.DOCUMENT);
  }

  /// The value that these bytes are, or a problem `invalid-json`.
  public static Value read(byte[] bytes, JsonRules rules) {
    try {
      return read(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), rules);
    } catch (CharacterCodingException e) {
      throw invalid("the body is not valid UTF-8 (expected: JSON in UTF-8)", "");
    }
  }

  /// The document that this text is, or a problem `invalid-json`.
  public static Value read(String text) {
    return read(text, JsonRules.DOCUMENT);
  }

  private static Value read(String text, JsonRules rules) {
    var reader = new JsonText(text, rules);
    reader.skipBlanks();
    if (reader.at == text.length()) {
      throw reader.unexpected("a JSON value");
    }
    Value value = reader.value(0);
    reader.skipBlanks();
    if (reader.at < text.length()) {
      throw reader.unexpected("the end");
    }
    return value;
  }

  private Value value(int depth) {
    if (depth > rules.depth()) {
      throw problem(
          "depth: more than " + rules.depth() + " (expected: at most " + rules.depth() + ")");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> Value.of(string(rules.string(), "text"));
      case 't' -> literal("true", Value.TRUE);
      case 'f' -> literal("false", Value.FALSE);
      case 'n' -> literal("null", Value.NULL);
      default -> number();
    };
  }

  private Value object(int depth) {
    Map<String, Value> fields = new LinkedHashMap<>();
    at++;
    skipBlanks();
    if (peek() == '}') {
      at++;
      return Value.of(fields);
    }
    while (true) {
      if (peek() != '"') {
        throw unexpected("a name in double quotes");
      }
      int start = at;
      String name = string(MAX_NAME, "name");
      skipBlanks();
      expect(':');
      skipBlanks();
      path.add(name);
      if (fields.containsKey(name)) {
        at = start;
        throw problem("the name \"" + name + "\" occurs twice (expected: once)");
      }
      fields.put(name, value(depth + 1));
      path.removeLast();
      skipBlanks();
      if (peek() == '}') {
        at++;
        return Value.of(fields);
      }
      if (peek() != ',') {
        throw unexpected("',' or '}'");
      }
      at++;
      skipBlanks();
    }
  }

  private Value list(int depth) {
    List<Value> elements = new ArrayList<>();
    at++;
    skipBlanks();
    if (peek() == ']') {
      at++;
      return Value.of(elements);
    }
    while (true) {
      path.add(Integer.toString(elements.size()));
      elements.add(value(depth + 1));
      path.removeLast();
      skipBlanks();
      if (peek() == ']') {
        at++;
        return Value.of(elements);
      }
      if (peek() != ',') {
        throw unexpected("',' or ']'");
      }
      at++;
      skipBlanks();
    }
  }

  private String string(int limit, String what) {
    int start = at++;
    var out = new StringBuilder();
    while (true) {
      char c = peek();
      if (c == '"') {
        at++;
        break;
      }
      if (c < ' ') {
        throw unexpected("no control character in text");
      }
      at++;
      out.append(c == '\\' ? escape() : c);
      if (out.length() > limit) {
        throw problem(what + ": longer than " + limit + " (expected: at most " + limit + ")");
      }
    }
    String string = out.toString();
    if (rules.exact() && !isWellFormed(string)) {
      at = start;
      throw problem(what + " with half a surrogate pair (expected: well-formed Unicode)");
    }
    return string;
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
      case 'u' -> unicodeEscape();
      default -> {
        at--;
        throw unexpected("one of \"\\/bfnrtu after a backslash");
      }
    };
  }

  private char unicodeEscape() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Value number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits("a JSON value");
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits("a digit");
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits("a digit");
    }
    String number = text.substring(start, at);
    if (number.length() > MAX_NUMBER_DIGITS) {
      throw problem("number: longer than " + MAX_NUMBER_DIGITS + " characters");
    }
    double value = Double.parseDouble(number);
    if (rules.exact() && Double.isInfinite(value)) {
      throw problem("number: " + number + " (expected: within the range of a double)");
    }
    return Value.of(value);
  }

  private void digits(String expected) {
    if (!isDigit(peek())) {
      throw unexpected(expected);
    }
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private Value literal(String literal, Value value) {
    if (!text.startsWith(literal, at)) {
      throw unexpected("a JSON value");
    }
    at += literal.length();
    return value;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw unexpected("'" + c + "'");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw problem("the text ends too early");
    }
    return text.charAt(at);
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private ProblemException unexpected(String expected) {
    String found =
        at < text.length()
            ? "found '" + Character.toString(text.codePointAt(at)) + "'"
            : "the text ends";
    return problem(found + " (expected: " + expected + ")");
  }

  private ProblemException problem(String detail) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      column++;
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      }
    }
    return invalid("line " + line + ", column " + column + ": " + detail, JsonPointer.of(path));
  }

  private static ProblemException invalid(String detail, String pointer) {
    return ProblemException.of(
        400, "invalid-json", detail, List.of(Problem.Fault.of(pointer, "invalid-json", detail)));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWellFormed(String string) {
    return string
        .codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /// JSON text without blanks; numbers that are integral within ±(2^53−1) are written without a decimal point.
  public static String write(Value value) {
    var out = new StringBuilder();
    append(value, out);
    return out.toString();
  }

  private static void append(Value value, StringBuilder out) {
    switch (value) {
      case Value.NullValue _ -> out.append("null");
      case Value.BooleanValue(boolean b) -> out.append(b);
      case Value.NumberValue(double d) -> out.append(JsonNumber.text(d));
      case Value.StringValue(String s) -> appendString(s, out);
      case Value.InstantValue(var instant) -> appendString(instant.toString(), out);
      case Value.ListValue(var elements) -> {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
          out.append(i == 0 ? "" : ",");
          append(elements.get(i), out);
        }
        out.append(']');
      }
      case Value.ObjectValue(var fields) -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Value> field : fields.entrySet()) {
          out.append(separator);
          appendString(field.getKey(), out);
          out.append(':');
          append(field.getValue(), out);
          separator = ",";
        }
        out.append('}');
      }
    }
  }

  private static void appendString(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
