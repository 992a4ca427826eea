// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.StringValue;
import org.jspecify.annotations.Nullable;

/// One kind of a context: its name, its targeting key and its attributes.
///
/// Attributes lie in two short arrays in the order in which they were set, because a context is built for nearly every
/// call and asked for a handful of names: filling arrays is cheaper than filling any map, and so is searching them.
final class Subject {

  private static final @Nullable String[] NO_NAMES = {};
  private static final @Nullable Value[] NO_VALUES = {};

  final String kind;
  final @Nullable StringValue targetingKey;
  final @Nullable String[] names;
  final @Nullable Value[] values;
  final int size;

  /// Keeps the arrays, which nobody may change afterwards. A value that is null in the sense of JSON is null there.
  Subject(
      String kind,
      @Nullable StringValue targetingKey,
      @Nullable String[] names,
      @Nullable Value[] values,
      int size) {
    this.kind = kind;
    this.targetingKey = targetingKey;
    this.names = names;
    this.values = values;
    this.size = size;
  }

  static Subject withoutAttributes(String kind, @Nullable String targetingKey) {
    return new Subject(kind, keyOf(targetingKey), NO_NAMES, NO_VALUES, 0);
  }

  /// A targeting key that is empty counts as missing, or else all anonymous users would be one. EVAL-2.7
  static @Nullable StringValue keyOf(@Nullable String targetingKey) {
    return targetingKey == null || targetingKey.isEmpty() ? null : new StringValue(targetingKey);
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// @param hash of the name: comparing it first passes over other names at the cost of one load each
  @Nullable Value attribute(String name, int hash) {
    // From the end, so that the last value set under a name counts and setting need not look for an
    // earlier one.
    for (int i = size - 1; i >= 0; i--) {
      String candidate = names[i];
      if (candidate != null && candidate.hashCode() == hash && candidate.equals(name)) {
        return values[i];
      }
    }
    return null;
  }
}
