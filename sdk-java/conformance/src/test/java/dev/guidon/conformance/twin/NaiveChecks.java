// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.InstantValue;
import dev.guidon.evaluation.Value.ListValue;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What makes flags malformed and segments broken, statement by statement.
final class NaiveChecks {

  private static final Set<String> TYPES = Set.of("boolean", "string", "integer", "number", "json");
  private static final double MAX_INTEGER = Math.pow(2, 53) - 1;

  private final Map<String, FlagDefinition> flags;
  private final Map<String, Targeting> targetings;
  private final Map<String, SegmentDefinition> segments;
  private final Set<String> onCycle;
  private final Set<String> broken;

  NaiveChecks(EnvironmentDefinition environment) {
    flags =
        environment.flags().stream().collect(Collectors.toMap(FlagDefinition::key, flag -> flag));
    targetings =
        environment.targetings().stream()
            .collect(Collectors.toMap(Targeting::flagKey, each -> each));
    segments =
        environment.segments().stream()
            .collect(Collectors.toMap(SegmentDefinition::key, each -> each));
    onCycle = flags.keySet().stream().filter(this::isOnCycle).collect(Collectors.toSet());
    broken = segments.keySet().stream().filter(this::isSegmentBroken).collect(Collectors.toSet());
  }

  Set<String> brokenSegments() {
    return broken;
  }

  Set<String> malformedFlags() {
    return flags.keySet().stream().filter(this::isFlagMalformed).collect(Collectors.toSet());
  }

  private boolean isFlagMalformed(String key) {
    Targeting targeting = targetings.get(key);
    if (isFlagItselfMalformed(flags.get(key))) {
      return true;
    }
    if (targeting == null) {
      return false;
    }
    return isTargetingMalformed(targeting, flags.get(key))
        || onCycle.contains(key)
        || chain(key) > 20
        || visits(key) > 1_000;
  }

  // EVAL-1: the flag.

  private static boolean isFlagItselfMalformed(FlagDefinition flag) {
    List<Variation> variations = flag.variations() == null ? List.of() : flag.variations();
    if (!TYPES.contains(String.valueOf(flag.type()))
        || variations.isEmpty()
        || variations.size() > 100) {
      return true;
    }
    Set<@Nullable String> keys = new HashSet<>();
    for (Variation variation : variations) {
      if (!isText(variation.key())
          || !keys.add(variation.key())
          || !fits(variation.value(), flag.type())
          || !isWellFormed(variation.value())) {
        return true;
      }
    }
    return !isText(flag.key());
  }

  static boolean fits(@Nullable Value value, @Nullable String type) {
    return switch (String.valueOf(type)) {
      case "boolean" -> value instanceof BooleanValue;
      case "string" -> value instanceof StringValue;
      case "integer" ->
          value instanceof NumberValue number
              && Math.abs(number.value()) <= MAX_INTEGER
              && number.value() % 1 == 0;
      case "number" -> value instanceof NumberValue number && Double.isFinite(number.value());
      case "json" -> value != null && !(value instanceof NullValue) && isJson(value);
      default -> false;
    };
  }

  private static boolean isJson(Value value) {
    if (value instanceof ListValue list) {
      return list.elements().stream().allMatch(NaiveChecks::isJson);
    }
    if (value instanceof ObjectValue object) {
      return object.fields().values().stream().allMatch(NaiveChecks::isJson);
    }
    return !(value instanceof InstantValue)
        && !(value instanceof NumberValue number && !Double.isFinite(number.value()));
  }

  // The targeting.

  private boolean isTargetingMalformed(Targeting targeting, FlagDefinition flag) {
    if (targeting.on() == null) {
      return true;
    }
    if (targeting.offVariation() != null && !isVariation(targeting.offVariation(), flag)) {
      return true;
    }
    for (Prerequisite prerequisite : targeting.prerequisites()) {
      if (!isText(prerequisite.flag()) || !isText(prerequisite.variation())) {
        return true;
      }
    }
    for (Target target : targeting.targets()) {
      if (!isTextOrAbsent(target.contextKind())
          || !target.values().stream().allMatch(NaiveChecks::isText)
          || !isVariation(target.variation(), flag)) {
        return true;
      }
    }
    Set<@Nullable String> ids = new HashSet<>();
    for (TargetingRule rule : targeting.rules()) {
      if (!isText(rule.id()) || !ids.add(rule.id()) || isRuleMalformed(rule, flag)) {
        return true;
      }
    }
    return isServeMalformed(targeting.fallthrough(), flag);
  }

  private boolean isRuleMalformed(TargetingRule rule, FlagDefinition flag) {
    if (!rule.clauses().stream().allMatch(this::isClauseFine)
        || isShareMalformed(rule.share())
        || isServeMalformed(rule.serve(), flag)) {
      return true;
    }
    return rule.share() != null
        && rule.serve() instanceof Rollout rollout
        && rollout.salt().equals(rule.share().salt());
  }

  private boolean isClauseFine(Clause clause) {
    if (isClauseItselfMalformed(clause)) {
      return false;
    }
    return segmentsNamedBy(clause).stream()
        .noneMatch(name -> !segments.containsKey(name) || broken.contains(name));
  }

  private static boolean isClauseItselfMalformed(Clause clause) {
    boolean readsAttribute = !"inSegment".equals(clause.operator());
    return NaiveClause.isMalformed(clause)
        || (readsAttribute && !(isTextOrAbsent(clause.contextKind()) && isText(clause.attribute())))
        || !clause.values().stream().allMatch(NaiveChecks::isWellFormed);
  }

  private static boolean isShareMalformed(@Nullable Share share) {
    if (share == null) {
      return false;
    }
    return share.weight() == null
        || share.weight() < 0
        || share.weight() > 100_000
        || isBucketingMalformed(
            share.contextKind(), share.bucketBy(), share.salt(), share.algorithm());
  }

  private static boolean isBucketingMalformed(
      @Nullable String kind,
      List<String> bucketBy,
      @Nullable String salt,
      @Nullable String algorithm) {
    return !isTextOrAbsent(kind)
        || bucketBy.stream()
            .anyMatch(attribute -> NaiveAttribute.isMalformed(attribute) || !isText(attribute))
        || !isText(salt)
        || !"murmur3".equals(algorithm);
  }

  private static boolean isServeMalformed(@Nullable Serve serve, FlagDefinition flag) {
    if (serve instanceof FixedVariation fixed) {
      return !isVariation(fixed.variation(), flag);
    }
    if (serve instanceof Rollout rollout) {
      return isBucketingMalformed(
              rollout.contextKind(), rollout.bucketBy(), rollout.salt(), rollout.algorithm())
          || isAllocationMalformed(rollout.allocation(), flag);
    }
    return true;
  }

  private static boolean isAllocationMalformed(
      @Nullable Allocation allocation, FlagDefinition flag) {
    if (allocation == null) {
      return true;
    }
    int end = 0;
    for (BucketRange range : allocation.ranges()) {
      if (range.from() == null || range.to() == null || range.from() != end || range.to() <= end) {
        return true;
      }
      if (!isVariation(range.variation(), flag)) {
        return true;
      }
      end = range.to();
    }
    return end != 100_000;
  }

  private static boolean isVariation(@Nullable String key, FlagDefinition flag) {
    return key != null
        && flag.variations() != null
        && flag.variations().stream().anyMatch(variation -> key.equals(variation.key()));
  }

  // EVAL-6: prerequisites.

  /// The flags that it requires, as often as it does; archived and unknown ones are none.
  private List<String> required(String key) {
    Targeting targeting = targetings.get(key);
    List<String> required = new ArrayList<>();
    if (targeting != null) {
      for (Prerequisite prerequisite : targeting.prerequisites()) {
        FlagDefinition flag = flags.get(prerequisite.flag());
        if (flag != null && !flag.archived()) {
          required.add(flag.key());
        }
      }
    }
    return required;
  }

  private boolean isOnCycle(String key) {
    if (flags.get(key).archived()) {
      return false;
    }
    Set<String> reached = new HashSet<>();
    required(key).forEach(next -> reach(next, reached));
    return reached.contains(key);
  }

  private void reach(String key, Set<String> reached) {
    if (reached.add(key)) {
      required(key).forEach(next -> reach(next, reached));
    }
  }

  private List<String> requiredAndCounted(String key) {
    return required(key).stream().filter(next -> !onCycle.contains(next)).toList();
  }

  private int chain(String key) {
    return 1 + requiredAndCounted(key).stream().distinct().mapToInt(this::chain).max().orElse(0);
  }

  private int visits(String key) {
    int visits = 1;
    for (String next : requiredAndCounted(key)) {
      visits += visits(next);
      if (visits > 1_000) {
        return visits;
      }
    }
    return visits;
  }

  // EVAL-9: segments.

  private boolean isSegmentBroken(String key) {
    Set<String> reached = new HashSet<>();
    reachSegments(key, reached);
    if (reached.stream()
        .anyMatch(
            each -> !segments.containsKey(each) || isSegmentItselfBroken(segments.get(each)))) {
      return true;
    }
    return reached.stream().anyMatch(this::isSegmentOnCycle)
        || depth(key) > 20
        || segmentVisits(key) > 1_000;
  }

  private void reachSegments(String key, Set<String> reached) {
    if (reached.add(key) && segments.containsKey(key)) {
      named(segments.get(key)).forEach(next -> reachSegments(next, reached));
    }
  }

  private boolean isSegmentOnCycle(String key) {
    Set<String> reached = new HashSet<>();
    named(segments.get(key)).forEach(next -> reachSegments(next, reached));
    return reached.contains(key);
  }

  /// Of a segment that reaches no cycle.
  private int depth(String key) {
    return 1 + named(segments.get(key)).stream().distinct().mapToInt(this::depth).max().orElse(0);
  }

  private int segmentVisits(String key) {
    int visits = 1;
    for (String next : named(segments.get(key))) {
      visits += segmentVisits(next);
      if (visits > 1_000) {
        return visits;
      }
    }
    return visits;
  }

  private static List<String> named(SegmentDefinition segment) {
    return segment.rules().stream()
        .flatMap(rule -> rule.clauses().stream())
        .flatMap(clause -> segmentsNamedBy(clause).stream())
        .toList();
  }

  private static List<String> segmentsNamedBy(Clause clause) {
    if (!"inSegment".equals(clause.operator())) {
      return List.of();
    }
    return clause.values().stream()
        .filter(StringValue.class::isInstance)
        .map(value -> ((StringValue) value).value())
        .toList();
  }

  private static boolean isSegmentItselfBroken(SegmentDefinition segment) {
    List<SegmentMember> members = new ArrayList<>(segment.included());
    members.addAll(segment.excluded());
    for (SegmentMember member : members) {
      if (!isText(member.targetingKey()) || !isTextOrAbsent(member.contextKind())) {
        return true;
      }
      if (isThere(member.until())
          && (member.until() instanceof InstantValue
              || NaiveForms.instant(member.until()) == null)) {
        return true;
      }
    }
    Set<@Nullable String> ids = new HashSet<>();
    for (SegmentRule rule : segment.rules()) {
      if (!isText(rule.id())
          || !ids.add(rule.id())
          || isShareMalformed(rule.share())
          || rule.clauses().stream().anyMatch(NaiveChecks::isClauseItselfMalformed)) {
        return true;
      }
    }
    return !isText(segment.key());
  }

  /// EVAL-1.5
  static boolean isThere(@Nullable Value value) {
    return value != null && !(value instanceof NullValue);
  }

  // Text.

  private static boolean isText(@Nullable String text) {
    return text != null && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static boolean isTextOrAbsent(@Nullable String text) {
    return text == null || isText(text);
  }

  private static boolean isWellFormed(@Nullable Value value) {
    if (value instanceof StringValue text) {
      return isText(text.value());
    }
    if (value instanceof ListValue list) {
      return list.elements().stream().allMatch(NaiveChecks::isWellFormed);
    }
    if (value instanceof ObjectValue object) {
      return object.fields().keySet().stream().allMatch(NaiveChecks::isText)
          && object.fields().values().stream().allMatch(NaiveChecks::isWellFormed);
    }
    return true;
  }
}
