// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.ListValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.StringValue;
import dev.guidon.evaluation.definition.Clause;
import java.util.List;
import java.util.Set;

/// Chapters 10, 11, 13 to 17: whether a clause is well formed, and whether values satisfy its operator.
final class NaiveClause {

  static final Set<String> OPERATORS =
      Set.of(
          "in",
          "startsWith",
          "endsWith",
          "contains",
          "matches",
          "lessThan",
          "lessThanOrEqual",
          "greaterThan",
          "greaterThanOrEqual",
          "before",
          "after",
          "semVerEqual",
          "semVerLessThan",
          "semVerLessThanOrEqual",
          "semVerGreaterThan",
          "semVerGreaterThanOrEqual",
          "inCidr",
          "inSegment",
          "exists");
  private static final Set<String> MAY_IGNORE_CASE =
      Set.of("in", "startsWith", "endsWith", "contains");

  private NaiveClause() {}

  /// Apart from the segments that it names.
  static boolean isMalformed(Clause clause) {
    String operator = clause.operator();
    if (operator == null || !OPERATORS.contains(operator)) {
      return true;
    }
    if (clause.semantics() != null && !clause.semantics().equals("guidon")) {
      return true;
    }
    if (!operator.equals("inSegment") && NaiveAttribute.isMalformed(clause.attribute())) {
      return true;
    }
    if (clause.caseInsensitive() && !MAY_IGNORE_CASE.contains(operator)) {
      return true;
    }
    if (operator.equals("exists")) {
      return !clause.values().isEmpty();
    }
    return clause.values().isEmpty()
        || !clause.values().stream().allMatch(value -> reads(operator, value));
  }

  private static boolean reads(String operator, Value value) {
    return switch (operator) {
      case "in" -> value instanceof StringValue || value instanceof BooleanValue || isFinite(value);
      case "startsWith", "endsWith", "contains", "inSegment" -> value instanceof StringValue;
      case "matches" -> value instanceof StringValue text && isExpression(text.value());
      case "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual" -> isFinite(value);
      case "before", "after" ->
          !(value instanceof Value.InstantValue) && NaiveForms.instant(value) != null;
      case "inCidr" -> value instanceof StringValue text && NaiveForms.block(text.value()) != null;
      default -> NaiveForms.version(value) != null;
    };
  }

  private static boolean isExpression(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static boolean isFinite(Value value) {
    return value instanceof NumberValue number && Double.isFinite(number.value());
  }

  /// For an attribute that is there; before `negate`.
  static boolean isTrueOf(Value attribute, Clause clause) {
    List<Value> elements =
        attribute instanceof ListValue list ? list.elements() : List.of(attribute);
    for (Value element : elements) {
      for (Value value : clause.values()) {
        if (satisfies(element, value, clause)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean satisfies(Value element, Value value, Clause clause) {
    String operator = clause.operator();
    return switch (operator) {
      case "in" -> isSame(element, value, clause.caseInsensitive());
      case "startsWith", "endsWith", "contains" ->
          element instanceof StringValue one
              && compareText(
                  operator,
                  fold(one.value(), clause.caseInsensitive()),
                  fold(((StringValue) value).value(), clause.caseInsensitive()));
      case "matches" ->
          element instanceof StringValue text
              && matches(text.value(), ((StringValue) value).value());
      case "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual" ->
          isFinite(element)
              && compareNumbers(
                  operator, ((NumberValue) element).value(), ((NumberValue) value).value());
      case "before" ->
          NaiveForms.instant(element) != null
              && NaiveForms.instant(element).compareTo(NaiveForms.instant(value)) < 0;
      case "after" ->
          NaiveForms.instant(element) != null
              && NaiveForms.instant(element).compareTo(NaiveForms.instant(value)) > 0;
      case "inCidr" ->
          element instanceof StringValue text
              && isInBlock(text.value(), ((StringValue) value).value());
      default ->
          NaiveForms.version(element) != null
              && compareVersions(
                  operator, NaiveForms.version(element).compareTo(NaiveForms.version(value)));
    };
  }

  private static boolean isSame(Value element, Value value, boolean caseInsensitive) {
    if (element instanceof StringValue one && value instanceof StringValue other) {
      return fold(one.value(), caseInsensitive).equals(fold(other.value(), caseInsensitive));
    }
    if (element instanceof NumberValue one && value instanceof NumberValue other) {
      return one.value() == other.value();
    }
    return element instanceof BooleanValue && element.equals(value);
  }

  private static String fold(String text, boolean caseInsensitive) {
    return caseInsensitive ? NaiveForms.folded(text) : text;
  }

  private static boolean compareText(String operator, String text, String value) {
    return switch (operator) {
      case "startsWith" -> text.startsWith(value);
      case "endsWith" -> text.endsWith(value);
      default -> text.contains(value);
    };
  }

  private static boolean matches(String text, String expression) {
    return text.getBytes(UTF_8).length <= 1024 && Pattern.compile(expression).matcher(text).find();
  }

  private static boolean compareNumbers(String operator, double one, double other) {
    return switch (operator) {
      case "lessThan" -> one < other;
      case "lessThanOrEqual" -> one <= other;
      case "greaterThan" -> one > other;
      default -> one >= other;
    };
  }

  private static boolean compareVersions(String operator, int order) {
    return switch (operator) {
      case "semVerEqual" -> order == 0;
      case "semVerLessThan" -> order < 0;
      case "semVerLessThanOrEqual" -> order <= 0;
      case "semVerGreaterThan" -> order > 0;
      default -> order >= 0;
    };
  }

  private static boolean isInBlock(String element, String value) {
    String address = NaiveForms.address(element);
    return address != null && NaiveForms.block(value).holds(address);
  }
}
