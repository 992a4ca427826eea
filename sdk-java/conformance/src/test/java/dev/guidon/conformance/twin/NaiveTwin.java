// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.Getter;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.StringValue;
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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.MurmurHash3;
import org.jspecify.annotations.Nullable;

/// Evaluates flags of one environment as `docs/evaluation.md` says, word for word, with no thought of speed.
///
/// It shares nothing with the engine but the types that go in and come out.
final class NaiveTwin {

  private static final double MAX_INTEGER = Math.pow(2, 53) - 1;

  private final EnvironmentDefinition environment;
  private final Map<String, FlagDefinition> flags;
  private final Map<String, SegmentDefinition> segments;
  private final Set<String> malformed;
  private final Set<String> brokenSegments;

  /// What clauses have answered so far, such as `in true` and `in false, negated`: for tests that ask what was reached.
  private final Set<String> answers = new HashSet<>();

  NaiveTwin(EnvironmentDefinition environment) {
    this.environment = environment;
    flags =
        environment.flags().stream().collect(Collectors.toMap(FlagDefinition::key, flag -> flag));
    segments =
        environment.segments().stream()
            .collect(Collectors.toMap(SegmentDefinition::key, each -> each));
    NaiveChecks checks = new NaiveChecks(environment);
    malformed = checks.malformedFlags();
    brokenSegments = checks.brokenSegments();
  }

  Set<String> malformedFlags() {
    return malformed;
  }

  Set<String> brokenSegments() {
    return brokenSegments;
  }

  Set<String> answers() {
    return answers;
  }

  /// What a typed getter makes of an evaluation. EDGE-1 to EDGE-4
  Evaluation read(Evaluation evaluation, String flagKey, Getter getter) {
    Value value = evaluation.value();
    return value == null || reads(getter, flags.get(flagKey).type(), value)
        ? evaluation
        : error(ErrorKind.TYPE_MISMATCH);
  }

  private static boolean reads(Getter getter, String type, Value value) {
    boolean isNumeric = type.equals("integer") || type.equals("number");
    return switch (getter) {
      case BOOLEAN -> type.equals("boolean");
      case STRING -> type.equals("string");
      case JSON -> type.equals("json");
      case NUMBER -> isNumeric;
      case INTEGER -> isNumeric && isWhole(value, MAX_INTEGER);
      case INTEGER_32 ->
          isNumeric
              && (isWhole(value, Integer.MAX_VALUE)
                  || value.equals(Value.of((double) Integer.MIN_VALUE)));
    };
  }

  private static boolean isWhole(Value value, double max) {
    double number = ((NumberValue) value).value();
    return Math.abs(number) <= max && number % 1 == 0;
  }

  // Chapter 5.

  Evaluation evaluate(String flagKey, NaiveContext context, long at) {
    if (!context.valid()) {
      return error(ErrorKind.INVALID_CONTEXT);
    }
    FlagDefinition flag = flags.get(flagKey);
    if (flag == null || flag.archived()) {
      return error(ErrorKind.FLAG_NOT_FOUND);
    }
    Targeting targeting = targetingOf(flag);
    if (Boolean.FALSE.equals(targeting.on()) && isUsableWhenOff(targeting.offVariation(), flag)) {
      return serveOff(flag, targeting, new Reason.Off());
    }
    if (malformed.contains(flagKey)) {
      return error(ErrorKind.MALFORMED_FLAG);
    }
    for (Prerequisite prerequisite : targeting.prerequisites()) {
      if (!passes(prerequisite, context, at)) {
        return serveOff(flag, targeting, new Reason.PrerequisiteFailed(prerequisite.flag()));
      }
    }
    for (Target target : targeting.targets()) {
      String key = context.targetingKey(target.contextKind());
      if (key != null && target.values().contains(key)) {
        return serve(flag, target.variation(), new Reason.TargetMatch());
      }
    }
    for (TargetingRule rule : targeting.rules()) {
      boolean rollout = rule.serve() instanceof Rollout;
      if (allMatch(rule.clauses(), context, at) && passes(rule.share(), context, at)) {
        String variation = variationOf(rule.serve(), context, at);
        if (variation != null) {
          return serve(flag, variation, new Reason.RuleMatch(rule.id(), rollout));
        }
      }
    }
    String variation = variationOf(targeting.fallthrough(), context, at);
    if (variation == null) {
      return error(ErrorKind.TARGETING_KEY_MISSING);
    }
    boolean conditional =
        !targeting.prerequisites().isEmpty()
            || !targeting.targets().isEmpty()
            || !targeting.rules().isEmpty();
    return serve(
        flag,
        variation,
        new Reason.Fallthrough(targeting.fallthrough() instanceof Rollout, conditional));
  }

  /// EVAL-1.16, EVAL-1.17
  private Targeting targetingOf(FlagDefinition flag) {
    for (Targeting targeting : environment.targetings()) {
      if (targeting.flagKey().equals(flag.key())) {
        return targeting;
      }
    }
    List<Variation> variations = flag.variations() == null ? List.of() : flag.variations();
    boolean hasOff =
        "boolean".equals(flag.type())
            && variations.stream().anyMatch(variation -> "off".equals(variation.key()));
    String first = variations.isEmpty() ? null : variations.get(0).key();
    return new Targeting(
        flag.key(),
        false,
        hasOff ? "off" : null,
        List.of(),
        List.of(),
        List.of(),
        new FixedVariation(first));
  }

  /// EVAL-5.5
  private static boolean isUsableWhenOff(@Nullable String offVariation, FlagDefinition flag) {
    if (offVariation == null) {
      return true;
    }
    List<Variation> variations = flag.variations() == null ? List.of() : flag.variations();
    List<Variation> named =
        variations.stream().filter(variation -> offVariation.equals(variation.key())).toList();
    return named.size() == 1 && NaiveChecks.fits(named.get(0).value(), flag.type());
  }

  private static Evaluation serveOff(FlagDefinition flag, Targeting targeting, Reason reason) {
    return targeting.offVariation() == null
        ? new Evaluation(null, null, reason)
        : serve(flag, targeting.offVariation(), reason);
  }

  private static Evaluation serve(FlagDefinition flag, String variationKey, Reason reason) {
    for (Variation variation : flag.variations()) {
      if (variationKey.equals(variation.key())) {
        return new Evaluation(served(variation.value(), flag.type()), variationKey, reason);
      }
    }
    throw new AssertionError(variationKey + " (expected: a variation of " + flag.key() + ")");
  }

  private static Value served(Value value, String type) {
    boolean isMinusZero = value instanceof NumberValue number && number.value() == 0;
    return type.equals("integer") && isMinusZero ? Value.of(0.0) : value;
  }

  private static Evaluation error(ErrorKind kind) {
    return new Evaluation(null, null, new Reason.EvaluationError(kind));
  }

  // Chapter 6.

  private boolean passes(Prerequisite prerequisite, NaiveContext context, long at) {
    FlagDefinition flag = flags.get(prerequisite.flag());
    if (flag == null || flag.archived() || !Boolean.TRUE.equals(targetingOf(flag).on())) {
      return false;
    }
    return prerequisite.variation().equals(evaluate(flag.key(), context, at).variationKey());
  }

  // Chapter 8. Null: there is no value to bucket by.

  private @Nullable String variationOf(Serve serve, NaiveContext context, long at) {
    if (serve instanceof FixedVariation fixed) {
      return fixed.variation();
    }
    Rollout rollout = (Rollout) serve;
    Integer bucket = bucket(rollout.contextKind(), rollout.bucketBy(), rollout.salt(), context, at);
    if (bucket == null) {
      return null;
    }
    for (BucketRange range : rollout.allocation().ranges()) {
      if (range.from() <= bucket && bucket < range.to()) {
        return range.variation();
      }
    }
    throw new AssertionError(bucket + " (expected: a range that holds it)");
  }

  private static boolean passes(@Nullable Share share, NaiveContext context, long at) {
    if (share == null) {
      return true;
    }
    Integer bucket = bucket(share.contextKind(), share.bucketBy(), share.salt(), context, at);
    return bucket != null && bucket < share.weight();
  }

  // Chapter 9.

  private boolean isIn(SegmentDefinition segment, NaiveContext context, long at) {
    if (segment.included().stream().anyMatch(member -> holds(member, context, at))) {
      return true;
    }
    if (segment.excluded().stream().anyMatch(member -> holds(member, context, at))) {
      return false;
    }
    for (SegmentRule rule : segment.rules()) {
      if (allMatch(rule.clauses(), context, at) && passes(rule.share(), context, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(SegmentMember member, NaiveContext context, long at) {
    String key = context.targetingKey(member.contextKind());
    if (key == null || !key.equals(member.targetingKey())) {
      return false;
    }
    return !NaiveChecks.isThere(member.until())
        || NaiveForms.nanos(Instant.ofEpochMilli(at)).compareTo(NaiveForms.instant(member.until()))
            < 0;
  }

  // Chapter 10.

  private boolean allMatch(List<Clause> clauses, NaiveContext context, long at) {
    return clauses.stream().allMatch(clause -> answer(clause, context, at));
  }

  private boolean answer(Clause clause, NaiveContext context, long at) {
    boolean answer = matches(clause, context, at);
    answers.add(clause.operator() + " " + answer + (clause.negate() ? ", negated" : ""));
    return answer;
  }

  private boolean matches(Clause clause, NaiveContext context, long at) {
    if (clause.operator().equals("inSegment")) {
      boolean in =
          clause.values().stream()
              .map(value -> segments.get(((StringValue) value).value()))
              .anyMatch(segment -> isIn(segment, context, at));
      return in != clause.negate();
    }
    Value attribute = NaiveAttribute.read(clause.attribute(), clause.contextKind(), context, at);
    if (clause.operator().equals("exists")) {
      return (attribute != null) != clause.negate();
    }
    if (attribute == null) {
      return false;
    }
    return NaiveClause.isTrueOf(attribute, clause) != clause.negate();
  }

  // Chapter 18.

  private static @Nullable Integer bucket(
      @Nullable String contextKind,
      List<String> bucketBy,
      String salt,
      NaiveContext context,
      long at) {
    for (String attribute : bucketBy.isEmpty() ? List.of("targetingKey") : bucketBy) {
      String text = textForm(NaiveAttribute.read(attribute, contextKind, context, at));
      if (text != null) {
        byte[] bytes = (salt + "." + text).getBytes(UTF_8);
        BigInteger hash =
            BigInteger.valueOf(
                Integer.toUnsignedLong(MurmurHash3.hash32x86(bytes, 0, bytes.length, 0)));
        return hash.multiply(BigInteger.valueOf(100_000)).shiftRight(32).intValueExact();
      }
    }
    return null;
  }

  private static @Nullable String textForm(@Nullable Value value) {
    if (value instanceof StringValue text) {
      return text.value();
    }
    if (value instanceof BooleanValue truth) {
      return truth.value() ? "true" : "false";
    }
    if (value instanceof NumberValue number
        && Math.abs(number.value()) <= MAX_INTEGER
        && number.value() % 1 == 0) {
      return new BigDecimal(number.value()).toBigIntegerExact().toString();
    }
    return null;
  }
}
