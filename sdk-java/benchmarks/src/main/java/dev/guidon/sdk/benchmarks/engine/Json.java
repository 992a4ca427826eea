// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// JSON as the peers read it.
final class Json {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /// @param value of maps, lists, text, numbers and booleans
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("value: not to be written as JSON", e);
    }
  }

  /// A file that holds the value, deleted when the process ends.
  static Path file(String name, Object value) {
    try {
      Path file = Files.createTempFile(name, ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, text(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static @Nullable String field(String json, String name) {
    try {
      JsonNode field = MAPPER.readTree(json).get(name);
      return field == null ? null : field.asText();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("json: " + json + " (expected: an object)", e);
    }
  }
}
