// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.StringValue;

/// `startsWith`, `endsWith` and `contains`, exactly or with case folded. EVAL-11.6 to 11.9
final class TextMatcher extends AttributeMatcher {

  enum Place {
    START,
    END,
    ANYWHERE
  }

  private final Place place;
  private final boolean ignoreCase;
  private final String[] parts;

  /// @param parts folded when case is to be ignored
  TextMatcher(
      AttributeReference attribute,
      boolean negate,
      Place place,
      boolean ignoreCase,
      String[] parts) {
    super(attribute, negate);
    this.place = place;
    this.ignoreCase = ignoreCase;
    this.parts = parts;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  @Override
  boolean test(Value element) {
    if (!(element instanceof StringValue text)) {
      return false;
    }
    for (String part : parts) {
      if (ignoreCase ? hasIgnoringCase(text.value(), part) : has(text.value(), part)) {
        return true;
      }
    }
    return false;
  }

  private boolean has(String text, String part) {
    return switch (place) {
      case START -> text.startsWith(part);
      case END -> text.endsWith(part);
      case ANYWHERE -> text.contains(part);
    };
  }

  private boolean hasIgnoringCase(String text, String part) {
    int last = text.length() - part.length();
    if (last < 0) {
      return false;
    }
    return switch (place) {
      case START -> CaseFolding.matchesAt(text, 0, part);
      case END -> CaseFolding.matchesAt(text, last, part);
      case ANYWHERE -> hasAnywhereIgnoringCase(text, part, last);
    };
  }

  private static boolean hasAnywhereIgnoringCase(String text, String part, int last) {
    for (int at = 0; at <= last; at++) {
      if (CaseFolding.matchesAt(text, at, part)) {
        return true;
      }
    }
    return false;
  }
}
