// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// A clause, ready to be asked.
abstract class ClauseMatcher {

  abstract boolean matches(EvaluationContext context, long at);

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// Whether all clauses match.
  static boolean allMatch(ClauseMatcher[] clauses, EvaluationContext context, long at) {
    for (ClauseMatcher clause : clauses) {
      // Nearly all compare an attribute. Asking those so makes one virtual call out of two.
      boolean matches =
          clause instanceof AttributeMatcher comparison
              ? comparison.matches(context)
              : clause.matches(context, at);
      if (!matches) {
        return false;
      }
    }
    return true;
  }

  /// A clause that always has the same answer: a comparison of `$now` with something that no instant is.
  static final class Constant extends ClauseMatcher {

    private final boolean answer;

    Constant(boolean answer) {
      this.answer = answer;
    }

    @Override
    boolean matches(EvaluationContext context, long at) {
      return answer;
    }
  }

  /// Whether an attribute is there.
  static final class Presence extends ClauseMatcher {

    private final AttributeReference attribute;
    private final boolean negate;

    Presence(AttributeReference attribute, boolean negate) {
      this.attribute = attribute;
      this.negate = negate;
    }

    @Override
    boolean matches(EvaluationContext context, long at) {
      return attribute.read(context) != null != negate;
    }
  }

  /// Whether a context is in any of several segments.
  static final class Membership extends ClauseMatcher {

    private final CompiledSegment[] segments;
    private final boolean negate;

    Membership(CompiledSegment[] segments, boolean negate) {
      this.segments = segments;
      this.negate = negate;
    }

    @Override
    boolean matches(EvaluationContext context, long at) {
      for (CompiledSegment segment : segments) {
        if (segment.contains(context, at)) {
          return !negate;
        }
      }
      return negate;
    }
  }
}
