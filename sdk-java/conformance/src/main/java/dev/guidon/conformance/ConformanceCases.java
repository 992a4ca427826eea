// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// All conformance cases: what every implementation of evaluation must answer.
///
/// @param evaluations in the order of the files
/// @param edits of allocations
public record ConformanceCases(List<ConformanceCase> evaluations, List<AllocationCase> edits) {

  /// The files in `cases`, in the order of the specification.
  private static final List<String> TOPICS =
      List.of(
          "definitions",
          "contexts",
          "attributes",
          "time",
          "order",
          "prerequisites",
          "targets",
          "rules",
          "segments",
          "clauses",
          "text",
          "case-insensitive",
          "numbers",
          "instants",
          "versions",
          "addresses",
          "presence",
          "buckets",
          "allocations",
          "reasons");

  public ConformanceCases {
    evaluations = List.copyOf(evaluations);
    edits = List.copyOf(edits);
  }

  /// Reads them from this module's resources.
  public static ConformanceCases read() {
    List<ConformanceCase> evaluations = new ArrayList<>();
    List<AllocationCase> edits = new ArrayList<>();
    for (String topic : TOPICS) {
      CaseFileReader reader = new CaseFileReader(topic, file(topic));
      reader.read();
      evaluations.addAll(reader.cases());
      edits.addAll(reader.edits());
    }
    return new ConformanceCases(evaluations, edits);
  }

  /// How many there are.
  public int count() {
    return evaluations.size() + edits.size();
  }

  private static JsonNode file(String topic) {
    String name = "/cases/" + topic + ".json";
    try (InputStream file = ConformanceCases.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " (expected: a resource of this module)");
      }
      // By characters: reading bytes, Jackson refuses lone surrogates in names, which some cases
      // are about.
      return new ObjectMapper().readTree(new InputStreamReader(file, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
