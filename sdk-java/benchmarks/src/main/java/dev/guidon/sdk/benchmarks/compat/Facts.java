// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `compat-facts.mjs` made of the browser compatibility data.
record Facts(List<Feature> features, List<Release> releases) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /// Runs the script over the data; it needs `node` on the path.
  static Facts of(Path script, Path data) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("compat-facts");
    Path features = folder.resolve("features.ndjson");
    Path releases = folder.resolve("releases.ndjson");
    try {
      Process node =
          new ProcessBuilder("node", script.toString(), data.toString(), folder.toString())
              .inheritIO()
              .start();
      if (node.waitFor() != 0) {
        throw new IOException(script + ": failed with status " + node.exitValue());
      }
      return new Facts(readFeatures(features), readReleases(releases));
    } finally {
      Files.deleteIfExists(features);
      Files.deleteIfExists(releases);
      Files.deleteIfExists(folder);
    }
  }

  private static List<Feature> readFeatures(Path file) throws IOException {
    List<Feature> features = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode feature = JSON.readTree(line);
      Map<String, List<Feature.Range>> support = new LinkedHashMap<>();
      feature
          .get("support")
          .properties()
          .forEach(browser -> {
            List<Feature.Range> ranges = new ArrayList<>();
            browser
                .getValue()
                .forEach(range ->
                    ranges.add(
                        new Feature.Range(
                            version(range.get(0)),
                            range.get(1).isNull() ? null : version(range.get(1)))));
            support.put(browser.getKey(), ranges);
          });
      features.add(new Feature(feature.get("key").asText(), support));
    }
    return features;
  }

  private static List<Release> readReleases(Path file) throws IOException {
    List<Release> releases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode release = JSON.readTree(line);
      releases.add(new Release(release.get("browser").asText(), version(release.get("version"))));
    }
    return releases;
  }

  private static BrowserVersion version(JsonNode text) {
    return new BrowserVersion(text.asText());
  }
}
