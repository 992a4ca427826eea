// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/operations/configuration.md lists every setting with its default, and none that there is not.
///
/// What there is comes from the metadata that the compiler writes about all settings records.
class ConfigurationDocumentationTest {
  private static final Path PAGE = Path.of("../docs/operations/configuration.md");

  private static final Path METADATA =
      Path.of("target/classes/META-INF/spring-configuration-metadata.json");

  /// `| name | default | what |`; a default that is not a value is words, such as "none".
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(guidon\\.[^`]+)` \\| (?:`([^`]*)`|[^|]*) \\| .+ \\|$", Pattern.MULTILINE);

  @Test
  void documentedSettingsAndDefaultsAreThoseOfTheCode() throws IOException {
    assertThat(documented()).isNotEmpty().containsExactlyInAnyOrderEntriesOf(inCode());
  }

  private static Map<String, String> documented() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      settings.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }
    return settings;
  }

  private static Map<String, String> inCode() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    JsonNode metadata =
        JsonMapper.createDefault().readValue(Files.readAllBytes(METADATA), JsonNode.class);
    for (JsonNode property : metadata.get("properties").values()) {
      JsonNode value = property.get("defaultValue");
      settings.put(
          property.get("name").getStringValue(), value == null ? "" : value.coerceStringValue());
    }
    settings.keySet().removeIf(name -> !name.startsWith("guidon."));
    return settings;
  }
}
