// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import static dev.guidon.conformance.Json.integer;
import static dev.guidon.conformance.Json.isTrue;
import static dev.guidon.conformance.Json.list;
import static dev.guidon.conformance.Json.optional;
import static dev.guidon.conformance.Json.requireOnly;
import static dev.guidon.conformance.Json.requiredText;
import static dev.guidon.conformance.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.evaluation.definition.Serve;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads definitions in the JSON form of `docs/evaluation.md`, as they were authored: whatever is absent stays so.
final class DefinitionReader {

  private DefinitionReader() {}

  static EnvironmentDefinition environment(JsonNode node) {
    requireOnly(node, Set.of("flags", "targetings", "segments"));
    return new EnvironmentDefinition(
        list(node, "flags", DefinitionReader::flag),
        list(node, "targetings", DefinitionReader::targeting),
        list(node, "segments", DefinitionReader::segment));
  }

  static Allocation allocation(JsonNode holder, String name) {
    return new Allocation(list(holder, name, DefinitionReader::range));
  }

  private static FlagDefinition flag(JsonNode node) {
    requireOnly(node, Set.of("key", "type", "variations", "archived"));
    return new FlagDefinition(
        requiredText(node, "key"),
        text(node, "type"),
        optional(node, "variations") == null
            ? null
            : list(node, "variations", DefinitionReader::variation),
        isTrue(node, "archived"));
  }

  private static Variation variation(JsonNode node) {
    requireOnly(node, Set.of("key", "value"));
    JsonNode value = optional(node, "value");
    return new Variation(text(node, "key"), value == null ? null : Json.value(value));
  }

  private static Targeting targeting(JsonNode node) {
    requireOnly(
        node,
        Set.of("flag", "on", "offVariation", "prerequisites", "targets", "rules", "fallthrough"));
    return new Targeting(
        requiredText(node, "flag"),
        Json.flag(node, "on"),
        text(node, "offVariation"),
        list(node, "prerequisites", DefinitionReader::prerequisite),
        list(node, "targets", DefinitionReader::target),
        list(node, "rules", DefinitionReader::rule),
        serve(optional(node, "fallthrough")));
  }

  private static Prerequisite prerequisite(JsonNode node) {
    requireOnly(node, Set.of("flag", "variation"));
    return new Prerequisite(text(node, "flag"), text(node, "variation"));
  }

  private static Target target(JsonNode node) {
    requireOnly(node, Set.of("contextKind", "values", "variation"));
    return new Target(
        text(node, "contextKind"), list(node, "values", Json::asText), text(node, "variation"));
  }

  private static TargetingRule rule(JsonNode node) {
    requireOnly(node, Set.of("id", "clauses", "share", "serve"));
    return new TargetingRule(
        text(node, "id"),
        list(node, "clauses", DefinitionReader::clause),
        share(optional(node, "share")),
        serve(optional(node, "serve")));
  }

  private static Clause clause(JsonNode node) {
    requireOnly(
        node,
        Set.of(
            "contextKind",
            "attribute",
            "operator",
            "values",
            "negate",
            "caseInsensitive",
            "semantics"));
    return new Clause(
        text(node, "contextKind"),
        text(node, "attribute"),
        text(node, "operator"),
        list(node, "values", Json::value),
        isTrue(node, "negate"),
        isTrue(node, "caseInsensitive"),
        text(node, "semantics"));
  }

  private static @Nullable Share share(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    requireOnly(node, Set.of("contextKind", "bucketBy", "salt", "algorithm", "weight"));
    return new Share(
        text(node, "contextKind"),
        list(node, "bucketBy", Json::asText),
        text(node, "salt"),
        text(node, "algorithm"),
        integer(node, "weight"));
  }

  private static @Nullable Serve serve(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    requireOnly(node, Set.of("variation", "rollout"));
    JsonNode rollout = optional(node, "rollout");
    return rollout == null ? new FixedVariation(text(node, "variation")) : rollout(rollout);
  }

  private static Rollout rollout(JsonNode node) {
    requireOnly(node, Set.of("contextKind", "bucketBy", "salt", "algorithm", "allocation"));
    return new Rollout(
        text(node, "contextKind"),
        list(node, "bucketBy", Json::asText),
        text(node, "salt"),
        text(node, "algorithm"),
        optional(node, "allocation") == null ? null : allocation(node, "allocation"));
  }

  private static BucketRange range(JsonNode node) {
    requireOnly(node, Set.of("variation", "from", "to"));
    return new BucketRange(text(node, "variation"), integer(node, "from"), integer(node, "to"));
  }

  private static SegmentDefinition segment(JsonNode node) {
    requireOnly(node, Set.of("key", "included", "excluded", "rules"));
    return new SegmentDefinition(
        requiredText(node, "key"),
        list(node, "included", DefinitionReader::member),
        list(node, "excluded", DefinitionReader::member),
        list(node, "rules", DefinitionReader::segmentRule));
  }

  private static SegmentMember member(JsonNode node) {
    requireOnly(node, Set.of("contextKind", "targetingKey", "until"));
    JsonNode until = optional(node, "until");
    return new SegmentMember(
        text(node, "contextKind"),
        text(node, "targetingKey"),
        until == null ? null : Json.value(until));
  }

  private static SegmentRule segmentRule(JsonNode node) {
    requireOnly(node, Set.of("id", "clauses", "share"));
    return new SegmentRule(
        text(node, "id"),
        list(node, "clauses", DefinitionReader::clause),
        share(optional(node, "share")));
  }
}
