// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import static dev.guidon.conformance.Json.isTrue;
import static dev.guidon.conformance.Json.optional;
import static dev.guidon.conformance.Json.requireOnly;
import static dev.guidon.conformance.Json.required;
import static dev.guidon.conformance.Json.requiredText;
import static dev.guidon.conformance.Json.text;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one file of cases and writes out what it abbreviates. The form is described in `sdk-java/conformance/README.md`.
final class CaseFileReader {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long DEFAULT_AT = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final int BUCKETS = 100_000;

  private static final Set<String> GROUP_FIELDS =
      Set.of(
          "name",
          "requirement",
          "environment",
          "generate",
          "clause",
          "rollout",
          "segments",
          "flag",
          "only",
          "because",
          "problems",
          "cases",
          "edits");
  private static final Set<String> CASE_FIELDS =
      Set.of(
          "name",
          "flag",
          "context",
          "typed",
          "at",
          "set",
          "remove",
          "clause",
          "segments",
          "expect",
          "matches",
          "bucket",
          "problems",
          "only",
          "because");
  private static final Set<String> EDIT_FIELDS =
      Set.of("name", "variations", "from", "weights", "to", "moved", "refused", "only", "because");

  private final String topic;
  private final JsonNode file;
  private final List<ConformanceCase> cases = new ArrayList<>();
  private final List<AllocationCase> edits = new ArrayList<>();

  CaseFileReader(String topic, JsonNode file) {
    this.topic = topic;
    this.file = withTextWrittenOut(file);
  }

  void read() {
    requireOnly(file, Set.of("environments", "groups"));
    for (JsonNode group : required(file, "groups")) {
      requireOnly(group, GROUP_FIELDS);
      int number = 0;
      for (JsonNode node : group.path("cases")) {
        number++;
        try {
          requireOnly(node, CASE_FIELDS);
          cases.add(caseOf(group, node, number));
        } catch (RuntimeException e) {
          throw new IllegalArgumentException(where(group, number), e);
        }
      }
      for (JsonNode node : group.path("edits")) {
        number++;
        try {
          requireOnly(node, EDIT_FIELDS);
          edits.add(editOf(group, node, number));
        } catch (RuntimeException e) {
          throw new IllegalArgumentException(where(group, number), e);
        }
      }
      if (number == 0) {
        throw new IllegalArgumentException(where(group, 0) + " (expected: cases or edits)");
      }
    }
  }

  List<ConformanceCase> cases() {
    return cases;
  }

  List<AllocationCase> edits() {
    return edits;
  }

  private String where(JsonNode group, int number) {
    return topic + ".json, " + group.path("name") + ", case " + number;
  }

  private ConformanceCase caseOf(JsonNode group, JsonNode node, int number) {
    ObjectNode json = environmentOf(group, node);
    EnvironmentDefinition environment = DefinitionReader.environment(json);
    String flagKey = flagOf(group, node, json);
    JsonNode contextJson = contextJsonOf(node);
    JsonNode typed = optional(node, "typed");
    EvaluationContext context =
        typed == null
            ? EvaluationContext.fromFlat(Json.value(Objects.requireNonNull(contextJson)))
            : ContextReader.typed(typed);
    List<ExpectedProblem> problems = problemsOf(group, node);
    return new ConformanceCase(
        topic,
        requiredText(group, "name"),
        nameOf(node, number),
        requiredText(group, "requirement"),
        json,
        environment,
        flagKey,
        contextJson,
        typed,
        context,
        atOf(node),
        expectedOf(group, node, environment, flagKey, problems),
        problems,
        participantsOf(group, node));
  }

  // Environments: by name or written out, generated, or wrapped round a clause or a rollout; then
  // changed by the case.

  private ObjectNode environmentOf(JsonNode group, JsonNode node) {
    ObjectNode environment = baseOf(group, node).deepCopy();
    JsonNode generate = optional(group, "generate");
    if (generate != null) {
      EnvironmentGenerator.generate(generate, environment);
    }
    JsonNode segments = node.has("segments") ? node.get("segments") : group.get("segments");
    if (segments != null) {
      environment.set("segments", segments.deepCopy());
    }
    JsonNode set = optional(node, "set");
    if (set != null) {
      set.properties().forEach(change -> set(environment, change.getKey(), change.getValue()));
    }
    for (JsonNode pointer : node.path("remove")) {
      remove(environment, pointer.textValue());
    }
    return environment;
  }

  private ObjectNode baseOf(JsonNode group, JsonNode node) {
    JsonNode clause = node.has("clause") ? node.get("clause") : group.get("clause");
    if (clause != null) {
      return aroundClause(clause);
    }
    JsonNode rollout = group.get("rollout");
    if (rollout != null) {
      return aroundRollout((ObjectNode) rollout, node.get("bucket"));
    }
    JsonNode environment = optional(group, "environment");
    if (environment == null) {
      return JSON.objectNode();
    }
    if (environment.isTextual()) {
      return (ObjectNode) required(required(file, "environments"), environment.textValue());
    }
    return (ObjectNode) environment;
  }

  private static ObjectNode aroundClause(JsonNode clause) {
    ObjectNode environment = JSON.objectNode();
    ObjectNode flag =
        environment.putArray("flags").addObject().put("key", "flag").put("type", "boolean");
    ArrayNode variations = flag.putArray("variations");
    variations.addObject().put("key", "match").put("value", true);
    variations.addObject().put("key", "other").put("value", false);
    ObjectNode targeting = environment.putArray("targetings").addObject();
    targeting.put("flag", "flag").put("on", true).put("offVariation", "other");
    ObjectNode rule = targeting.putArray("rules").addObject().put("id", "rule");
    rule.putArray("clauses").add(clause.deepCopy());
    rule.putObject("serve").put("variation", "match");
    targeting.putObject("fallthrough").put("variation", "other");
    return environment;
  }

  /// A flag that serves `hit` to exactly one bucket, or to all when there must be no bucket.
  private static ObjectNode aroundRollout(ObjectNode rollout, JsonNode bucket) {
    ObjectNode environment = JSON.objectNode();
    ObjectNode flag =
        environment.putArray("flags").addObject().put("key", "flag").put("type", "string");
    ArrayNode variations = flag.putArray("variations");
    for (String key : List.of("below", "hit", "above")) {
      variations.addObject().put("key", key).put("value", key);
    }
    ObjectNode targeting = environment.putArray("targetings").addObject();
    targeting.put("flag", "flag").put("on", true).put("offVariation", "below");
    ObjectNode written = targeting.putObject("fallthrough").putObject("rollout");
    written.setAll(rollout.deepCopy());
    written.put("algorithm", "murmur3");
    ArrayNode allocation = written.putArray("allocation");
    int from = bucket.isNull() ? 0 : bucket.intValue();
    int to = bucket.isNull() ? BUCKETS : from + 1;
    addRange(allocation, "below", 0, from);
    addRange(allocation, "hit", from, to);
    addRange(allocation, "above", to, BUCKETS);
    return environment;
  }

  private static void addRange(ArrayNode allocation, String variation, int from, int to) {
    if (from < to) {
      allocation.addObject().put("variation", variation).put("from", from).put("to", to);
    }
  }

  private static void set(ObjectNode environment, String pointer, JsonNode value) {
    JsonPointer path = JsonPointer.compile(pointer);
    JsonNode parent = environment.at(path.head());
    if (parent instanceof ObjectNode object) {
      object.set(path.last().getMatchingProperty(), value.deepCopy());
    } else if (parent instanceof ArrayNode array && path.last().getMatchingIndex() < array.size()) {
      array.set(path.last().getMatchingIndex(), value.deepCopy());
    } else {
      throw new IllegalArgumentException(
          "set: " + pointer + " (expected: a place in " + environment + ")");
    }
  }

  private static void remove(ObjectNode environment, String pointer) {
    JsonPointer path = JsonPointer.compile(pointer);
    JsonNode parent = environment.at(path.head());
    JsonNode removed =
        parent instanceof ObjectNode object
            ? object.remove(path.last().getMatchingProperty())
            : parent instanceof ArrayNode array
                ? array.remove(path.last().getMatchingIndex())
                : null;
    if (removed == null) {
      throw new IllegalArgumentException(
          "remove: " + pointer + " (expected: a place in " + environment + ")");
    }
  }

  // What is asked.

  private static String flagOf(JsonNode group, JsonNode node, JsonNode environment) {
    String flag = text(node, "flag");
    if (flag == null) {
      flag = text(group, "flag");
    }
    if (flag == null && environment.path("flags").size() == 1) {
      flag = text(environment.get("flags").get(0), "key");
    }
    if (flag == null) {
      throw new IllegalArgumentException(
          "flag is absent (expected: the key of the flag that is asked for)");
    }
    return flag;
  }

  private static String nameOf(JsonNode node, int number) {
    String name = text(node, "name");
    return name == null ? "case " + number : "case " + number + ", " + name;
  }

  /// A context that is null is a (broken) context; one that is absent is empty.
  private static @Nullable JsonNode contextJsonOf(JsonNode node) {
    if (node.has("typed")) {
      return null;
    }
    return node.has("context") ? node.get("context") : JSON.objectNode();
  }

  private static long atOf(JsonNode node) {
    JsonNode at = optional(node, "at");
    if (at == null) {
      return DEFAULT_AT;
    }
    return at.isTextual() ? Instant.parse(at.textValue()).toEpochMilli() : at.longValue();
  }

  // What is expected.

  private static ExpectedEvaluation expectedOf(
      JsonNode group,
      JsonNode node,
      EnvironmentDefinition environment,
      String flagKey,
      List<ExpectedProblem> problems) {
    if (node.has("matches")) {
      boolean matches = isTrue(node, "matches");
      return matches
          ? expected(environment, flagKey, "match", new Reason.RuleMatch("rule", false))
          : expected(environment, flagKey, "other", new Reason.Fallthrough(false, true));
    }
    if (node.has("bucket")) {
      return node.get("bucket").isNull()
          ? error(ErrorKind.TARGETING_KEY_MISSING)
          : expected(environment, flagKey, "hit", new Reason.Fallthrough(true, false));
    }
    JsonNode expect = optional(node, "expect");
    if (expect == null) {
      if (problems.isEmpty() || !(group.has("clause") || node.has("clause"))) {
        throw new IllegalArgumentException(
            "expect is absent (expected: expect, matches, bucket, or a clause with problems)");
      }
      return error(ErrorKind.MALFORMED_FLAG);
    }
    return expected(environment, flagKey, expect);
  }

  private static ExpectedEvaluation expected(
      EnvironmentDefinition environment, String flagKey, JsonNode expect) {
    requireOnly(expect, Set.of("value", "variation", "reason", "error", "openFeature"));
    String error = text(expect, "error");
    Reason reason =
        error == null
            ? reason(required(expect, "reason"))
            : new Reason.EvaluationError(ErrorKind.valueOf(error));
    String variation = text(expect, "variation");
    JsonNode explicit = optional(expect, "value");
    Value value =
        explicit == null ? valueOf(environment, flagKey, variation) : Json.value(explicit);
    JsonNode openFeature = optional(expect, "openFeature");
    return new ExpectedEvaluation(
        value,
        variation,
        reason,
        openFeature == null ? null : text(openFeature, "reason"),
        openFeature == null ? null : text(openFeature, "errorCode"));
  }

  private static ExpectedEvaluation expected(
      EnvironmentDefinition environment, String flagKey, String variation, Reason reason) {
    return new ExpectedEvaluation(
        valueOf(environment, flagKey, variation), variation, reason, null, null);
  }

  private static ExpectedEvaluation error(ErrorKind kind) {
    return new ExpectedEvaluation(null, null, new Reason.EvaluationError(kind), null, null);
  }

  private static @Nullable Value valueOf(
      EnvironmentDefinition environment, String flagKey, @Nullable String variationKey) {
    if (variationKey == null) {
      return null;
    }
    return environment.flags().stream()
        .filter(flag -> flag.key().equals(flagKey))
        .map(flag -> Objects.requireNonNull(flag.variations(), "variations"))
        .flatMap(List::stream)
        .filter(variation -> variationKey.equals(variation.key()))
        .map(variation -> Objects.requireNonNull(variation.value(), "value"))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "variation: " + variationKey + " (expected: one of " + flagKey + ")"));
  }

  private static Reason reason(JsonNode node) {
    requireOnly(node, Set.of("kind", "rule", "flag", "rollout", "conditional"));
    String kind = requiredText(node, "kind");
    return switch (kind) {
      case "OFF" -> new Reason.Off();
      case "TARGET_MATCH" -> new Reason.TargetMatch();
      case "RULE_MATCH" ->
          new Reason.RuleMatch(requiredText(node, "rule"), isTrue(node, "rollout"));
      case "FALLTHROUGH" ->
          new Reason.Fallthrough(isTrue(node, "rollout"), isTrue(node, "conditional"));
      case "PREREQUISITE_FAILED" -> new Reason.PrerequisiteFailed(requiredText(node, "flag"));
      default ->
          throw new IllegalArgumentException(
              "kind: " + kind + " (expected: a reason's kind; errors are written as error)");
    };
  }

  private static List<ExpectedProblem> problemsOf(JsonNode group, JsonNode node) {
    boolean aroundClause = node.has("clause") || group.has("clause");
    List<ExpectedProblem> problems = new ArrayList<>();
    for (JsonNode holder : List.of(group, node)) {
      for (JsonNode problem : holder.path("problems")) {
        problems.add(aroundClause ? problemOfClause(problem) : problem(problem));
      }
    }
    return problems;
  }

  private static ExpectedProblem problem(JsonNode node) {
    requireOnly(node, Set.of("kind", "key", "pointer", "code", "reportedBy"));
    return new ExpectedProblem(
        DefinitionProblem.Kind.valueOf(requiredText(node, "kind")),
        requiredText(node, "key"),
        text(node, "pointer"),
        requiredText(node, "code"),
        "server".equals(text(node, "reportedBy")));
  }

  private static ExpectedProblem problemOfClause(JsonNode node) {
    requireOnly(node, Set.of("pointer", "code"));
    return new ExpectedProblem(
        DefinitionProblem.Kind.TARGETING,
        "flag",
        "/rules/0/clauses/0" + requiredText(node, "pointer"),
        requiredText(node, "code"),
        false);
  }

  private static Set<Participant> participantsOf(JsonNode group, JsonNode node) {
    JsonNode holder = node.has("only") ? node : group;
    if (!holder.has("only")) {
      return EnumSet.allOf(Participant.class);
    }
    requiredText(holder, "because");
    Set<Participant> participants = EnumSet.noneOf(Participant.class);
    holder.get("only").forEach(label -> participants.add(Participant.labelled(label.textValue())));
    return participants;
  }

  private AllocationCase editOf(JsonNode group, JsonNode node, int number) {
    boolean refused = isTrue(node, "refused");
    Map<String, Integer> weights = new LinkedHashMap<>();
    required(node, "weights")
        .properties()
        .forEach(weight -> weights.put(weight.getKey(), weight.getValue().intValue()));
    return new AllocationCase(
        topic,
        requiredText(group, "name"),
        nameOf(node, number),
        requiredText(group, "requirement"),
        Json.list(node, "variations", Json::asText),
        optional(node, "from") == null ? null : DefinitionReader.allocation(node, "from"),
        weights,
        refused ? null : DefinitionReader.allocation(node, "to"),
        refused ? 0 : required(node, "moved").intValue(),
        participantsOf(group, node));
  }

  // Long text: { "$repeat": ["a", 1024] } and { "$concat": ["a", …] }.

  private static JsonNode withTextWrittenOut(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = JSON.arrayNode();
      node.forEach(element -> array.add(withTextWrittenOut(element)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.has("$repeat")) {
      return JSON.textNode(
          node.get("$repeat").get(0).textValue().repeat(node.get("$repeat").get(1).intValue()));
    }
    if (node.has("$concat")) {
      StringBuilder text = new StringBuilder();
      node.get("$concat").forEach(part -> text.append(withTextWrittenOut(part).textValue()));
      return JSON.textNode(text.toString());
    }
    ObjectNode object = JSON.objectNode();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      object.set(field.getKey(), value.isNull() ? NullNode.instance : withTextWrittenOut(value));
    }
    return object;
  }
}
