// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes out the environments that are too long to be read: `"generate": { "prerequisiteChain": 21 }`.
///
/// | Directive | Adds |
/// |---|---|
/// | `prerequisiteChain`: n | flags `flag-1` to `flag-n`, all on; each requires that the next serves `on` |
/// | `prerequisiteFan`: n | a flag `flag` that requires the flag `leaf` n times |
/// | `prerequisiteDoubling`: n | flags `flag-1` to `flag-n`; each requires the next twice, so `flag-1` has 2^n − 1 visits |
/// | `segmentChain`: n | segments `segment-1` to `segment-n`; each names the next, and the last includes `ann`; flags `flag-1` to `flag-n` whose rule `rule` serves `on` to those in the segment of the same number |
/// | `segmentDoubling`: n | the same, but each segment names the next twice, so `segment-1` has 2^n − 1 visits |
/// | `variations`: n | a string flag `flag` with variations `v1` to `vn`; the fallthrough serves `v1` |
/// | `ranges`: n | a string flag `flag` whose fallthrough is a rollout by the salt `salt` in n ranges, served `a` and `b` in turn; range i (from 0) begins at ⌊i · 100,000 / n⌋ |
final class EnvironmentGenerator {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectNode environment;

  private EnvironmentGenerator(ObjectNode environment) {
    this.environment = environment;
  }

  /// Adds what the directives say, behind what is already there.
  static void generate(JsonNode directives, ObjectNode environment) {
    EnvironmentGenerator generator = new EnvironmentGenerator(environment);
    for (Map.Entry<String, JsonNode> directive : directives.properties()) {
      generator.generate(directive.getKey(), directive.getValue().intValue());
    }
  }

  private void generate(String directive, int count) {
    switch (directive) {
      case "prerequisiteChain" -> chain(count, 1);
      case "prerequisiteDoubling" -> chain(count, 2);
      case "prerequisiteFan" -> fan(count);
      case "segmentChain" -> segmentChain(count, 1);
      case "segmentDoubling" -> segmentChain(count, 2);
      case "variations" -> variations(count);
      case "ranges" -> ranges(count);
      default ->
          throw new IllegalArgumentException(
              "generate: " + directive + " (expected: a directive of EnvironmentGenerator)");
    }
  }

  private void fan(int count) {
    addBooleanFlag("flag");
    require(addTargeting("flag", "on"), "leaf", count);
    addBooleanFlag("leaf");
    addTargeting("leaf", "on");
  }

  private void chain(int count, int times) {
    for (int i = 1; i <= count; i++) {
      addBooleanFlag("flag-" + i);
      ObjectNode targeting = addTargeting("flag-" + i, "on");
      if (i < count) {
        require(targeting, "flag-" + (i + 1), times);
      }
    }
  }

  private void segmentChain(int count, int times) {
    for (int i = 1; i <= count; i++) {
      addBooleanFlag("flag-" + i);
      ObjectNode rule = addTargeting("flag-" + i, "off").putArray("rules").addObject();
      rule.put("id", "rule");
      addInSegment(rule, "segment-" + i, 1);
      rule.putObject("serve").put("variation", "on");

      ObjectNode segment = list("segments").addObject().put("key", "segment-" + i);
      if (i < count) {
        addInSegment(
            segment.putArray("rules").addObject().put("id", "next"), "segment-" + (i + 1), times);
      } else {
        segment.putArray("included").addObject().put("targetingKey", "ann");
      }
    }
  }

  private void variations(int count) {
    ArrayNode variations = addFlag("flag", "string");
    for (int i = 1; i <= count; i++) {
      addVariation(variations, "v" + i, JSON.textNode("value " + i));
    }
    list("targetings")
        .addObject()
        .put("flag", "flag")
        .put("on", true)
        .putObject("fallthrough")
        .put("variation", "v1");
  }

  private void ranges(int count) {
    ArrayNode variations = addFlag("flag", "string");
    addVariation(variations, "a", JSON.textNode("A"));
    addVariation(variations, "b", JSON.textNode("B"));
    ObjectNode rollout =
        list("targetings")
            .addObject()
            .put("flag", "flag")
            .put("on", true)
            .putObject("fallthrough")
            .putObject("rollout");
    rollout.put("salt", "salt").put("algorithm", "murmur3");
    ArrayNode allocation = rollout.putArray("allocation");
    for (int i = 0; i < count; i++) {
      allocation
          .addObject()
          .put("variation", i % 2 == 0 ? "a" : "b")
          .put("from", (int) (i * 100_000L / count))
          .put("to", (int) ((i + 1) * 100_000L / count));
    }
  }

  private ArrayNode addFlag(String key, String type) {
    return list("flags").addObject().put("key", key).put("type", type).putArray("variations");
  }

  private void addBooleanFlag(String key) {
    ArrayNode variations = addFlag(key, "boolean");
    addVariation(variations, "on", JSON.booleanNode(true));
    addVariation(variations, "off", JSON.booleanNode(false));
  }

  private static void addVariation(ArrayNode variations, String key, JsonNode value) {
    variations.addObject().put("key", key).set("value", value);
  }

  private ObjectNode addTargeting(String flag, String fallthrough) {
    ObjectNode targeting = list("targetings").addObject();
    targeting.put("flag", flag).put("on", true).put("offVariation", "off");
    targeting.putObject("fallthrough").put("variation", fallthrough);
    return targeting;
  }

  private static void require(ObjectNode targeting, String flag, int times) {
    ArrayNode prerequisites = targeting.putArray("prerequisites");
    for (int i = 0; i < times; i++) {
      prerequisites.addObject().put("flag", flag).put("variation", "on");
    }
  }

  private static void addInSegment(ObjectNode rule, String segment, int times) {
    ArrayNode values =
        rule.putArray("clauses").addObject().put("operator", "inSegment").putArray("values");
    for (int i = 0; i < times; i++) {
      values.add(segment);
    }
  }

  private ArrayNode list(String name) {
    @Nullable JsonNode present = environment.get(name);
    return present instanceof ArrayNode list ? list : environment.putArray(name);
  }
}
