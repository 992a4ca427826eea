// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import dev.guidon.evaluation.Value;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes environments: most are well formed, the others slip here and there, in every way that the specification knows.
final class RandomEnvironments {

  private static final List<String> OPERATORS = NaiveClause.OPERATORS.stream().sorted().toList();
  private static final String LONE_SURROGATE = "\uD800";

  private final Random random;
  private final Vocabulary vocabulary;

  /// How often something is wrong.
  private final double slips;

  private final int flagCount;
  private final int segmentCount;
  private List<String> variations = List.of();

  RandomEnvironments(Random random) {
    this.random = random;
    this.vocabulary = new Vocabulary(random);
    slips = random.nextInt(3) > 0 ? 0 : random.nextDouble() * 0.05;
    flagCount = 1 + random.nextInt(8);
    segmentCount = random.nextInt(6);
  }

  EnvironmentDefinition next() {
    return switch (random.nextInt(100)) {
      case 0, 1, 2 -> chain(19 + random.nextInt(4), 1);
      case 3, 4, 5 -> chain(9 + random.nextInt(3), 2);
      case 6, 7, 8, 9 -> segmentChain(19 + random.nextInt(4), 1);
      case 10, 11, 12 -> segmentChain(9 + random.nextInt(3), 2);
      default -> mixed();
    };
  }

  private EnvironmentDefinition mixed() {
    List<FlagDefinition> flags = new ArrayList<>();
    List<Targeting> targetings = new ArrayList<>();
    for (int i = 0; i < flagCount; i++) {
      FlagDefinition flag = flag(i);
      flags.add(flag);
      if (random.nextInt(20) > 0) {
        targetings.add(targeting(i));
      }
    }
    List<SegmentDefinition> segments = new ArrayList<>();
    for (int i = 0; i < segmentCount; i++) {
      segments.add(segment(i));
    }
    return new EnvironmentDefinition(flags, targetings, segments);
  }

  // Flags.

  private FlagDefinition flag(int index) {
    String type =
        vocabulary.one(List.of("boolean", "boolean", "string", "integer", "number", "json"));
    int count = slip() ? random.nextBoolean() ? 0 : 101 : 1 + random.nextInt(4);
    List<Variation> list = new ArrayList<>();
    variations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = slip() && i > 0 ? variations.get(0) : i == 1 ? "off" : "v" + i;
      variations.add(key);
      list.add(new Variation(orAbsent(key), slip() ? wrongValue(type) : value(type, i)));
    }
    return new FlagDefinition(
        "flag-" + index,
        slip() ? vocabulary.one(List.of("colour", "Boolean")) : orAbsent(type),
        slip() ? null : list,
        random.nextInt(25) == 0);
  }

  private Value value(String type, int index) {
    return switch (type) {
      case "boolean" -> Value.of(index == 0);
      case "string" -> Value.of(vocabulary.one(Vocabulary.TEXTS));
      case "integer" ->
          Value.of(
              vocabulary.one(
                  List.of(0.0, -0.0, 1.0, 10.0, 0x1p53 - 1, 1 - 0x1p53, 2_147_483_648.0, -5.0)));
      case "number" -> Value.of(vocabulary.one(Vocabulary.NUMBERS));
      default ->
          vocabulary.one(
              List.of(
                  Value.of("text"),
                  Value.TRUE,
                  Value.of(1.5),
                  Value.of(List.of(Value.NULL)),
                  Value.of(java.util.Map.of("a", Value.of(List.of(Value.NULL))))));
    };
  }

  private @Nullable Value wrongValue(String type) {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> Value.NULL;
      case 2 -> Value.of(Double.NaN);
      case 3 ->
          type.equals("string") || type.equals("json")
              ? Value.of(LONE_SURROGATE)
              : Value.of("text");
      default ->
          switch (type) {
            case "boolean" -> Value.of("true");
            case "integer" -> Value.of(vocabulary.one(List.of(0x1p53, 1.5, 1e300)));
            case "json" -> Value.of(List.of(Value.of(java.time.Instant.EPOCH)));
            default -> Value.TRUE;
          };
    };
  }

  // Targetings. They speak of the variations of the flag made last.

  private Targeting targeting(int index) {
    return new Targeting(
        "flag-" + index,
        slip() ? null : random.nextInt(6) > 0,
        random.nextInt(5) == 0 ? null : variation(),
        listOf(random.nextInt(4) == 0 ? 2 : random.nextInt(2), () -> prerequisite(index)),
        listOf(random.nextInt(3), this::target),
        rules(),
        serve("fallthrough"));
  }

  private Prerequisite prerequisite(int index) {
    int other =
        index + 1 < flagCount ? index + 1 + random.nextInt(flagCount - index - 1) : flagCount;
    if (slip()) {
      other = random.nextInt(index + 1);
    }
    return new Prerequisite(
        orAbsent("flag-" + other),
        orAbsent(vocabulary.one(List.of("v0", "v0", "off", "off", "v2", "gone"))));
  }

  private Target target() {
    List<String> values =
        listOf(random.nextInt(4), () -> slip() ? LONE_SURROGATE : vocabulary.one(Vocabulary.KEYS));
    return new Target(kind(), values, variation());
  }

  private List<TargetingRule> rules() {
    List<TargetingRule> rules = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      rules.add(
          new TargetingRule(
              orAbsent(slip() ? "rule-0" : "rule-" + i),
              listOf(random.nextInt(3), () -> clause(0)),
              random.nextInt(4) == 0 ? share() : null,
              serve("rule-" + i)));
    }
    return rules;
  }

  private @Nullable Serve serve(String salt) {
    if (slip()) {
      return null;
    }
    if (random.nextInt(3) > 0) {
      return new FixedVariation(variation());
    }
    return new Rollout(
        kind(),
        bucketBy(),
        orAbsent(slip(10) ? "share" : salt),
        slip() ? "dice" : orAbsent("murmur3"),
        slip() ? null : allocation());
  }

  private Allocation allocation() {
    List<BucketRange> ranges = new ArrayList<>();
    int count = random.nextInt(20) == 0 ? 30 : 1 + random.nextInt(4);
    int from = 0;
    for (int i = 0; i < count; i++) {
      int left = 100_000 - from - (count - i - 1);
      int to = i == count - 1 ? 100_000 : from + 1 + random.nextInt(Math.max(1, left / 2));
      int slipped = slip() ? random.nextInt(3) - 1 : 0;
      ranges.add(new BucketRange(variation(), slip() ? null : from, slip() ? null : to + slipped));
      from = to;
    }
    return new Allocation(ranges);
  }

  private Share share() {
    int weight =
        slip()
            ? vocabulary.one(List.of(-1, 100_001))
            : vocabulary.one(List.of(0, 1, 50_000, 90_000, 100_000, 100_000));
    return new Share(
        kind(),
        bucketBy(),
        orAbsent("share"),
        slip() ? "dice" : orAbsent("murmur3"),
        slip() ? null : weight);
  }

  private List<String> bucketBy() {
    return random.nextInt(3) > 0
        ? List.of()
        : listOf(
            1 + random.nextInt(3),
            () ->
                slip()
                    ? wrongAttribute()
                    : vocabulary.one(
                        List.of(
                            "targetingKey",
                            "plan",
                            "seats",
                            "tags",
                            "/o/x",
                            "$now",
                            "kind",
                            "missing")));
  }

  private @Nullable String variation() {
    return orAbsent(slip() || variations.isEmpty() ? "gone" : vocabulary.one(variations));
  }

  // Clauses.

  /// @param above the segments from this number on may be named without closing a cycle
  private Clause clause(int above) {
    String operator = vocabulary.one(OPERATORS);
    if (operator.equals("inSegment") && above >= segmentCount && !slip()) {
      operator = "in";
    }
    boolean caseInsensitive =
        slip()
            || (List.of("in", "startsWith", "endsWith", "contains").contains(operator)
                && random.nextInt(3) == 0);
    return new Clause(
        kind(),
        slip() ? wrongAttribute() : orAbsent(vocabulary.attributeFor(operator)),
        slip() ? "resembles" : orAbsent(operator),
        values(operator, above),
        random.nextInt(4) == 0,
        caseInsensitive,
        slip() ? "acme" : random.nextInt(10) == 0 ? "guidon" : null);
  }

  private List<Value> values(String operator, int above) {
    if (operator.equals("exists")) {
      return slip(4) ? List.of(Value.TRUE) : List.of();
    }
    if (slip()) {
      return List.of();
    }
    return listOf(
        1 + random.nextInt(3),
        () ->
            slip()
                ? wrongClauseValue(operator)
                : operator.equals("inSegment")
                    ? segmentName(above)
                    : vocabulary.clauseValue(operator));
  }

  private Value wrongClauseValue(String operator) {
    return random.nextInt(4) == 0 && !operator.equals("matches")
        ? Value.of(LONE_SURROGATE)
        : vocabulary.refusedClauseValue(operator);
  }

  private Value segmentName(int above) {
    boolean anyhow = slip(10) || above >= segmentCount;
    return Value.of(
        "segment-"
            + (anyhow
                ? random.nextInt(segmentCount + 1)
                : above + random.nextInt(segmentCount - above)));
  }

  private @Nullable String wrongAttribute() {
    return vocabulary.one(
        List.of("", "/", "/a/", "//", "/~", "/~2", "/a~", "/~~01", "x" + LONE_SURROGATE));
  }

  private @Nullable String kind() {
    return random.nextInt(3) > 0
        ? null
        : slip() ? LONE_SURROGATE : vocabulary.one(Vocabulary.KINDS);
  }

  // Segments.

  private SegmentDefinition segment(int index) {
    List<SegmentRule> rules = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      rules.add(
          new SegmentRule(
              orAbsent(slip() ? "rule-0" : "rule-" + i),
              listOf(random.nextInt(3), () -> clause(index + 1)),
              random.nextInt(4) == 0 ? share() : null));
    }
    return new SegmentDefinition(
        "segment-" + index,
        listOf(random.nextInt(5), this::member),
        listOf(random.nextInt(4), this::member),
        rules);
  }

  private SegmentMember member() {
    Value until = null;
    if (slip()) {
      until =
          vocabulary.one(
              List.of(
                  Value.of("tomorrow"), Value.TRUE, Value.NULL, Value.of(java.time.Instant.EPOCH)));
    } else if (random.nextInt(3) == 0) {
      until = vocabulary.clauseValue("before");
    }
    return new SegmentMember(kind(), orAbsent(vocabulary.one(Vocabulary.KEYS)), until);
  }

  // Long ones.

  private EnvironmentDefinition chain(int length, int times) {
    List<FlagDefinition> flags = new ArrayList<>();
    List<Targeting> targetings = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      variations = List.of("v0", "off");
      flags.add(
          new FlagDefinition(
              "flag-" + i,
              "boolean",
              List.of(new Variation("v0", Value.TRUE), new Variation("off", Value.FALSE)),
              random.nextInt(60) == 0));
      List<Prerequisite> prerequisites = new ArrayList<>();
      for (int j = 0; j < times && i + 1 < length; j++) {
        prerequisites.add(new Prerequisite("flag-" + (i + 1), "v0"));
      }
      targetings.add(
          new Targeting(
              "flag-" + i,
              random.nextInt(60) > 0,
              "off",
              prerequisites,
              List.of(),
              List.of(),
              new FixedVariation("v0")));
    }
    return new EnvironmentDefinition(flags, targetings, List.of());
  }

  private EnvironmentDefinition segmentChain(int length, int times) {
    boolean closed = times == 1 && random.nextInt(3) == 0;
    List<FlagDefinition> flags = new ArrayList<>();
    List<Targeting> targetings = new ArrayList<>();
    List<SegmentDefinition> segments = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      flags.add(
          new FlagDefinition(
              "flag-" + i,
              "boolean",
              List.of(new Variation("v0", Value.TRUE), new Variation("off", Value.FALSE)),
              false));
      targetings.add(
          new Targeting(
              "flag-" + i,
              true,
              "off",
              List.of(),
              List.of(),
              List.of(
                  new TargetingRule(
                      "rule", List.of(inSegment(i, 1)), null, new FixedVariation("v0"))),
              new FixedVariation("off")));
      List<SegmentRule> rules = new ArrayList<>();
      if (i + 1 < length || closed) {
        int next = i + 1 < length ? i + 1 : random.nextInt(length);
        rules.add(new SegmentRule("rule", List.of(inSegment(next, times)), null));
      }
      segments.add(
          new SegmentDefinition(
              "segment-" + i, listOf(random.nextInt(2), this::member), List.of(), rules));
    }
    return new EnvironmentDefinition(flags, targetings, segments);
  }

  private static Clause inSegment(int index, int times) {
    List<Value> names = Collections.nCopies(times, Value.of("segment-" + index));
    return new Clause(null, null, "inSegment", names, false, false, null);
  }

  // Chance.

  private boolean slip() {
    return slip(1);
  }

  /// More often, where there is little occasion.
  private boolean slip(int times) {
    return random.nextDouble() < slips * times;
  }

  private @Nullable String orAbsent(String text) {
    return slip() ? random.nextInt(4) == 0 ? LONE_SURROGATE : null : text;
  }

  private static <T> List<T> listOf(int count, Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(element.get());
    }
    return list;
  }
}
