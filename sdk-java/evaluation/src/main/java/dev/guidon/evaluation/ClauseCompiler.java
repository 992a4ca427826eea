// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.ProblemCode.BROKEN_SEGMENT;
import static dev.guidon.evaluation.ProblemCode.EMPTY_VALUES;
import static dev.guidon.evaluation.ProblemCode.INVALID_VALUE;
import static dev.guidon.evaluation.ProblemCode.SEGMENT_CYCLE;
import static dev.guidon.evaluation.ProblemCode.UNEXPECTED_CASE_INSENSITIVE;
import static dev.guidon.evaluation.ProblemCode.UNEXPECTED_VALUES;
import static dev.guidon.evaluation.ProblemCode.UNKNOWN_OPERATOR;
import static dev.guidon.evaluation.ProblemCode.UNKNOWN_SEGMENT;
import static dev.guidon.evaluation.ProblemCode.UNKNOWN_SEMANTICS;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.StringValue;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes matchers of the clauses of one definition.
final class ClauseCompiler {

  /// The only semantics there are so far.
  private static final String GUIDON = "guidon";

  private static final String TEXT = "text";

  /// What a clause can find out about segments.
  interface Segments {

    @Nullable CompiledSegment segment(String key);

    /// Whether the segment leads back to the definition that is being compiled.
    boolean leadsBack(String key);
  }

  private final Segments segments;
  private final Interner interner;
  private final Reach reach;

  ClauseCompiler(Segments segments, Interner interner, Reach reach) {
    this.segments = segments;
    this.interner = interner;
    this.reach = reach;
  }

  /// One for each clause that has no problems.
  ClauseMatcher[] compile(List<Clause> clauses, Place rule) {
    List<ClauseMatcher> matchers = new ArrayList<>(clauses.size());
    for (int i = 0; i < clauses.size(); i++) {
      ClauseMatcher matcher = shared(clauses.get(i), rule.at("clauses", i));
      if (matcher != null) {
        matchers.add(matcher);
      }
    }
    return matchers.toArray(ClauseMatcher[]::new);
  }

  /// One matcher for all clauses that are equal, where it depends on the clause alone and there are no problems.
  private @Nullable ClauseMatcher shared(Clause clause, Place place) {
    ClauseMatcher known = interner.matcher(clause);
    if (known != null) {
      return known;
    }
    int problemsBefore = place.problemCount();
    ClauseMatcher matcher = compile(clause, place);
    if (matcher instanceof AttributeMatcher && place.problemCount() == problemsBefore) {
      interner.keep(clause, matcher);
    }
    return matcher;
  }

  /// Null when there are problems.
  private @Nullable ClauseMatcher compile(Clause clause, Place place) {
    String semantics = clause.semantics();
    if (semantics != null && !semantics.equals(GUIDON)) {
      place.at("semantics").report(UNKNOWN_SEMANTICS, semantics, GUIDON);
    }
    String label = place.at("operator").required(clause.operator(), "the name of an operator");
    Operator operator = Operator.labelled(label);
    if (label != null && operator == null) {
      place.at("operator").report(UNKNOWN_OPERATOR, label, "the name of an operator");
    }
    if (operator != null && clause.caseInsensitive() && !hasCase(operator)) {
      place
          .at("caseInsensitive")
          .report(UNEXPECTED_CASE_INSENSITIVE, true, "false for the operator " + operator.label());
    }
    if (operator == Operator.IN_SEGMENT) {
      return membership(clause, place);
    }
    AttributeReference attribute = attribute(clause, place);
    if (operator == null) {
      return null;
    }
    if (operator == Operator.EXISTS) {
      return presence(clause, place, attribute);
    }
    if (clause.values().isEmpty()) {
      reportEmpty(place);
      return null;
    }
    // The values are read whatever the attribute is, so that every problem is reported at once.
    AttributeReference any =
        attribute == null ? interner.targetingKeyOf(EvaluationContext.USER) : attribute;
    ClauseMatcher matcher = comparison(operator, clause, place, any);
    return attribute != null && attribute.isNow() && matcher != null
        ? onTime(matcher, clause.negate())
        : matcher;
  }

  private @Nullable AttributeReference attribute(Clause clause, Place place) {
    String kind = interner.kind(clause.contextKind(), place);
    return interner.attribute(kind, clause.attribute(), place.at("attribute"));
  }

  private static boolean hasCase(Operator operator) {
    return operator == Operator.IN
        || operator == Operator.STARTS_WITH
        || operator == Operator.ENDS_WITH
        || operator == Operator.CONTAINS;
  }

  private @Nullable ClauseMatcher membership(Clause clause, Place place) {
    if (clause.values().isEmpty()) {
      reportEmpty(place);
      return null;
    }
    List<CompiledSegment> named = new ArrayList<>();
    List<String> keys = texts(clause, place, "the key of a segment");
    if (keys == null) {
      return null;
    }
    for (int i = 0; i < keys.size(); i++) {
      CompiledSegment segment = segment(keys.get(i), place.at("values", i));
      if (segment != null) {
        named.add(segment);
      }
    }
    return new ClauseMatcher.Membership(named.toArray(CompiledSegment[]::new), clause.negate());
  }

  private @Nullable CompiledSegment segment(String key, Place place) {
    if (segments.leadsBack(key)) {
      place.report(SEGMENT_CYCLE, key, "a segment that does not lead back to this one");
      return null;
    }
    CompiledSegment segment = segments.segment(key);
    if (segment == null) {
      place.report(UNKNOWN_SEGMENT, key, "the key of a segment of this environment");
      return null;
    }
    if (segment.broken) {
      place.report(BROKEN_SEGMENT, key, "a segment without problems");
    }
    reach.segment(segment);
    return segment;
  }

  private @Nullable ClauseMatcher presence(
      Clause clause, Place place, @Nullable AttributeReference attribute) {
    if (!clause.values().isEmpty()) {
      place
          .at("values")
          .report(UNEXPECTED_VALUES, Value.of(clause.values()), "none for the operator exists");
    }
    if (attribute == null) {
      return null;
    }
    if (attribute.isNow()) {
      reach.time();
      return new ClauseMatcher.Constant(!clause.negate());
    }
    return new ClauseMatcher.Presence(attribute, clause.negate());
  }

  private @Nullable ClauseMatcher comparison(
      Operator operator, Clause clause, Place place, AttributeReference attribute) {
    return switch (operator) {
      case IN -> equality(clause, place, attribute);
      case STARTS_WITH -> text(clause, place, attribute, TextMatcher.Place.START);
      case ENDS_WITH -> text(clause, place, attribute, TextMatcher.Place.END);
      case CONTAINS -> text(clause, place, attribute, TextMatcher.Place.ANYWHERE);
      case MATCHES -> pattern(clause, place, attribute);
      case LESS_THAN -> number(clause, place, attribute, Comparison.BELOW);
      case LESS_THAN_OR_EQUAL -> number(clause, place, attribute, Comparison.AT_MOST);
      case GREATER_THAN -> number(clause, place, attribute, Comparison.ABOVE);
      case GREATER_THAN_OR_EQUAL -> number(clause, place, attribute, Comparison.AT_LEAST);
      case BEFORE -> instant(clause, place, attribute, Comparison.BELOW);
      case AFTER -> instant(clause, place, attribute, Comparison.ABOVE);
      case SEM_VER_EQUAL -> version(clause, place, attribute, Comparison.EQUAL);
      case SEM_VER_LESS_THAN -> version(clause, place, attribute, Comparison.BELOW);
      case SEM_VER_LESS_THAN_OR_EQUAL -> version(clause, place, attribute, Comparison.AT_MOST);
      case SEM_VER_GREATER_THAN -> version(clause, place, attribute, Comparison.ABOVE);
      case SEM_VER_GREATER_THAN_OR_EQUAL -> version(clause, place, attribute, Comparison.AT_LEAST);
      case IN_CIDR -> address(clause, place, attribute);
      case IN_SEGMENT, EXISTS -> throw new AssertionError(operator);
    };
  }

  /// What a comparison means on `$now`, which is always an instant. EVAL-10.2
  private ClauseMatcher onTime(ClauseMatcher comparison, boolean negate) {
    reach.time();
    if (!(comparison instanceof InstantMatcher instants)) {
      return new ClauseMatcher.Constant(negate);
    }
    reach.instant(instants.turningPoint());
    return instants.onTime();
  }

  private @Nullable ClauseMatcher equality(
      Clause clause, Place place, AttributeReference attribute) {
    List<Value> values =
        read(
            clause,
            place,
            "text, a number, true or false",
            value -> isComparable(value) ? value : null);
    if (values == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    for (Value value : values) {
      if (value instanceof StringValue text) {
        texts.add(interner.text(text.value()));
      } else if (value instanceof NumberValue number) {
        // Adding 0 makes −0 into 0.
        numbers.add(number.value() + 0.0);
      }
    }
    if (texts.size() == 1 && values.size() == 1 && !clause.caseInsensitive()) {
      return new InMatcher.OneText(attribute, clause.negate(), texts.get(0));
    }
    TextSet set = clause.caseInsensitive() ? TextSet.ignoringCase(texts) : TextSet.exactly(texts);
    if (texts.size() == values.size()) {
      return new InMatcher.OfText(attribute, clause.negate(), set);
    }
    return new InMatcher(
        attribute,
        clause.negate(),
        set,
        numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray(),
        values.contains(Value.TRUE),
        values.contains(Value.FALSE));
  }

  private static boolean isComparable(Value value) {
    return value instanceof StringValue
        || value instanceof BooleanValue
        || (value instanceof NumberValue number && Double.isFinite(number.value()));
  }

  private @Nullable ClauseMatcher text(
      Clause clause, Place place, AttributeReference attribute, TextMatcher.Place where) {
    List<String> parts = texts(clause, place, TEXT);
    if (parts == null) {
      return null;
    }
    if (clause.caseInsensitive()) {
      parts = parts.stream().map(CaseFolding::fold).toList();
    }
    return new TextMatcher(
        attribute, clause.negate(), where, clause.caseInsensitive(), parts.toArray(String[]::new));
  }

  private @Nullable ClauseMatcher pattern(
      Clause clause, Place place, AttributeReference attribute) {
    List<Pattern> patterns =
        read(clause, place, "a regular expression in RE2's syntax", ClauseCompiler::patternOf);
    return patterns == null
        ? null
        : new PatternMatcher(attribute, clause.negate(), patterns.toArray(Pattern[]::new));
  }

  private static @Nullable Pattern patternOf(Value value) {
    if (!(value instanceof StringValue text)) {
      return null;
    }
    try {
      return Pattern.compile(text.value());
    } catch (PatternSyntaxException | StackOverflowError e) {
      // The error is an expression that is nested too deeply: it must not break the flags beside
      // this one.
      return null;
    }
  }

  private @Nullable ClauseMatcher number(
      Clause clause, Place place, AttributeReference attribute, Comparison comparison) {
    List<Double> numbers =
        read(
            clause,
            place,
            "a number",
            value ->
                value instanceof NumberValue number && Double.isFinite(number.value())
                    ? number.value() + 0.0
                    : null);
    return numbers == null
        ? null
        : new NumberMatcher(
            attribute,
            clause.negate(),
            comparison,
            decisive(numbers, comparison, Comparator.naturalOrder()).get(0));
  }

  private @Nullable ClauseMatcher instant(
      Clause clause, Place place, AttributeReference attribute, Comparison comparison) {
    List<Timestamp> instants =
        read(clause, place, "an instant as in RFC 3339, or milliseconds since 1970", Timestamp::of);
    return instants == null
        ? null
        : new InstantMatcher(
            attribute,
            clause.negate(),
            comparison,
            decisive(instants, comparison, Timestamp.EARLIEST_FIRST).get(0));
  }

  private @Nullable ClauseMatcher version(
      Clause clause, Place place, AttributeReference attribute, Comparison comparison) {
    List<SemVer> versions =
        read(
            clause,
            place,
            "a version such as 1.2.3",
            value -> value instanceof StringValue text ? SemVer.parse(text.value()) : null);
    return versions == null
        ? null
        : new VersionMatcher(
            attribute,
            clause.negate(),
            comparison,
            decisive(versions, comparison, SemVer.LOWEST_FIRST).toArray(SemVer[]::new));
  }

  private @Nullable ClauseMatcher address(
      Clause clause, Place place, AttributeReference attribute) {
    List<AddressBlock> blocks =
        read(
            clause,
            place,
            "an IP address or a block such as 10.0.0.0/8",
            value -> value instanceof StringValue text ? AddressBlock.parse(text.value()) : null);
    return blocks == null
        ? null
        : new AddressMatcher(attribute, clause.negate(), blocks.toArray(AddressBlock[]::new));
  }

  /// Of several bounds the one that alone decides: below any of them is below the greatest. All, in order, where none does.
  private static <T> List<T> decisive(List<T> bounds, Comparison comparison, Comparator<T> order) {
    return switch (comparison) {
      case BELOW, AT_MOST -> List.of(Collections.max(bounds, order));
      case ABOVE, AT_LEAST -> List.of(Collections.min(bounds, order));
      case EQUAL -> bounds.stream().sorted(order).toList();
    };
  }

  private @Nullable List<String> texts(Clause clause, Place place, String expected) {
    return read(
        clause,
        place,
        expected,
        value -> value instanceof StringValue text ? interner.text(text.value()) : null);
  }

  /// What the reader makes of each value; null when it makes nothing of one, which is reported.
  private static <T> @Nullable List<T> read(
      Clause clause, Place place, String expected, Function<Value, @Nullable T> reader) {
    List<T> read = new ArrayList<>(clause.values().size());
    for (int i = 0; i < clause.values().size(); i++) {
      Value value = clause.values().get(i);
      Place here = place.at("values", i);
      if (here.isWellFormed(value)) {
        T item = reader.apply(value);
        if (item == null) {
          here.report(INVALID_VALUE, value, expected);
        } else {
          read.add(item);
        }
      }
    }
    return read.size() == clause.values().size() ? read : null;
  }

  private static void reportEmpty(Place place) {
    place.at("values").report(EMPTY_VALUES, "[]", "at least one value");
  }
}
