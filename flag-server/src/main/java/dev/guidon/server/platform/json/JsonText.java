// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElseGet;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads and writes JSON text, exactly as RFC 8259 has it and within limits. With {@link JsonRules} the one place that
/// knows which library does it.
///
/// Stricter than the library where leniency hides mistakes: a name that occurs twice in one object is refused, and, where
/// the rules are exact, a number beyond a double's range and text that is not well-formed Unicode; a refusal says where
/// (line, column, JSON pointer).
public final class JsonText {

  /// What the library's messages say of itself and not of the text.
  private static final Pattern OF_THE_LIBRARY =
      Pattern.compile(", from `[^`]*`|\\[Source: [^]]*?; (?=line)|(?<=column: [0-9]{1,9})]");

  private final JsonParser parser;
  private final JsonRules rules;

  private JsonText(JsonParser parser, JsonRules rules) {
    this.parser = parser;
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
    try (JsonParser parser = rules.factory().createParser(text)) {
      return new JsonText(parser, rules).document();
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory", e);
    }
  }

  private Value document() throws IOException {
    try {
      Value value = value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw problem("something behind the value (expected: the end)");
      }
      return value;
    } catch (JsonProcessingException e) {
      String message = OF_THE_LIBRARY.matcher(e.getOriginalMessage()).replaceAll("");
      // What breaks a limit has no place of its own.
      throw problem(message, requireNonNullElseGet(e.getLocation(), parser::currentLocation));
    }
  }

  private Value value(@Nullable JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> list();
      case VALUE_STRING -> Value.of(wellFormed(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> Value.TRUE;
      case VALUE_FALSE -> Value.FALSE;
      case VALUE_NULL -> Value.NULL;
      case null -> throw problem("the text is empty (expected: a JSON value)");
      default -> throw new IllegalStateException(token + " (expected: the beginning of a value)");
    };
  }

  private Value object() throws IOException {
    Map<String, Value> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = wellFormed(parser.currentName());
      if (fields.containsKey(name)) {
        throw problem("the name \"" + name + "\" occurs twice (expected: once)");
      }
      fields.put(name, value(parser.nextToken()));
    }
    return Value.of(fields);
  }

  private Value list() throws IOException {
    List<Value> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(token));
    }
    return Value.of(elements);
  }

  private Value number() throws IOException {
    double value = Double.parseDouble(parser.getText());
    if (rules.isExact() && Double.isInfinite(value)) {
      throw problem("number: " + parser.getText() + " (expected: within the range of a double)");
    }
    return Value.of(value);
  }

  private String wellFormed(String text) {
    if (rules.isExact() && text.codePoints().anyMatch(JsonText::isLoneSurrogate)) {
      throw problem("text with half a surrogate pair (expected: well-formed Unicode)");
    }
    return text;
  }

  /// A pair is one code point above these.
  private static boolean isLoneSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private ProblemException problem(String detail) {
    return problem(detail, parser.currentTokenLocation());
  }

  private ProblemException problem(String detail, JsonLocation at) {
    return invalid(
        "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + detail,
        parser.getParsingContext().pathAsPointer().toString());
  }

  private static ProblemException invalid(String detail, String pointer) {
    return ProblemException.of(
        400, "invalid-json", detail, List.of(Problem.Fault.of(pointer, "invalid-json", detail)));
  }

  /// JSON text without blanks; numbers that are integral within ±(2^53−1) are written without a decimal point.
  public static String write(Value value) {
    var text = new StringWriter();
    try (JsonGenerator generator = JsonRules.DOCUMENT.factory().createGenerator(text)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory", e);
    }
    return text.toString();
  }

  private static void write(Value value, JsonGenerator generator) throws IOException {
    switch (value) {
      case Value.NullValue _ -> generator.writeNull();
      case Value.BooleanValue(boolean b) -> generator.writeBoolean(b);
      case Value.NumberValue(double d) -> write(d, generator);
      case Value.StringValue(String s) -> generator.writeString(s);
      case Value.InstantValue(var instant) -> generator.writeString(instant.toString());
      case Value.ListValue(var elements) -> {
        generator.writeStartArray();
        for (Value element : elements) {
          write(element, generator);
        }
        generator.writeEndArray();
      }
      case Value.ObjectValue(var fields) -> {
        generator.writeStartObject();
        for (Map.Entry<String, Value> field : fields.entrySet()) {
          generator.writeFieldName(field.getKey());
          write(field.getValue(), generator);
        }
        generator.writeEndObject();
      }
    }
  }

  private static void write(double number, JsonGenerator generator) throws IOException {
    if (JsonNumber.isExactInteger(number)) {
      generator.writeNumber((long) number);
    } else {
      generator.writeNumber(number);
    }
  }
}
