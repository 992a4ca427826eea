// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.DefinitionProblem.Kind;
import dev.guidon.evaluation.Value.ListValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place in a definition that is being compiled, where problems are reported.
///
/// Places are made for everything that is looked at, and asked for their names only when something is wrong there.
final class Place {

  private static final int NO_INDEX = -1;
  private static final int LONGEST_QUOTE = 100;

  private final @Nullable Place parent;
  private final String field;
  private final int index;
  private final Kind kind;
  private final String key;
  private final List<DefinitionProblem> problems;

  private Place(
      @Nullable Place parent,
      String field,
      int index,
      Kind kind,
      String key,
      List<DefinitionProblem> problems) {
    this.parent = parent;
    this.field = field;
    this.index = index;
    this.kind = kind;
    this.key = key;
    this.problems = problems;
  }

  /// The whole of a definition.
  ///
  /// @param problems where what is reported at the definition's places goes
  static Place whole(Kind kind, String key, List<DefinitionProblem> problems) {
    return new Place(null, "", NO_INDEX, kind, key, problems);
  }

  Place at(String field) {
    return new Place(this, field, NO_INDEX, kind, key, problems);
  }

  Place at(String field, int index) {
    return new Place(this, field, index, kind, key, problems);
  }

  /// How many problems were reported so far, anywhere in the definition.
  int problemCount() {
    return problems.size();
  }

  void report(String code, Object found, String expected) {
    String message = name() + ": " + quote(found) + " (expected: " + expected + ")";
    problems.add(new DefinitionProblem(kind, key, pointer(), code, message));
  }

  void reportMissing(String expected) {
    report(ProblemCode.MISSING, "absent", expected);
  }

  /// The text, or null when it is absent or ill-formed, which is reported.
  @Nullable String required(@Nullable String text, String expected) {
    if (text == null) {
      reportMissing(expected);
      return null;
    }
    return checked(text);
  }

  /// The text, or null when it is ill-formed, which is reported.
  @Nullable String checked(String text) {
    if (!isWellFormed(text)) {
      report(ProblemCode.ILL_FORMED_TEXT, text, "well-formed Unicode");
      return null;
    }
    return text;
  }

  /// Reports ill-formed text anywhere in the value, and says whether there was none.
  boolean isWellFormed(Value value) {
    if (hasOnlyWellFormedText(value)) {
      return true;
    }
    report(ProblemCode.ILL_FORMED_TEXT, value, "well-formed Unicode");
    return false;
  }

  private static boolean hasOnlyWellFormedText(Value value) {
    if (value instanceof StringValue text) {
      return isWellFormed(text.value());
    }
    if (value instanceof ListValue list) {
      return list.elements().stream().allMatch(Place::hasOnlyWellFormedText);
    }
    if (value instanceof ObjectValue object) {
      return object.fields().keySet().stream().allMatch(Place::isWellFormed)
          && object.fields().values().stream().allMatch(Place::hasOnlyWellFormedText);
    }
    return true;
  }

  /// Whether every surrogate is half of a pair.
  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isSurrogatePair(c, text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private String pointer() {
    return parent == null ? "" : parent.pointer() + "/" + name();
  }

  private String name() {
    return index == NO_INDEX ? field : field + "/" + index;
  }

  private static String quote(Object found) {
    String text = found instanceof Value value ? Json.write(value) : found.toString();
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
