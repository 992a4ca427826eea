// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// Which orders between an element and a value a comparing operator accepts.
enum Comparison {
  BELOW(0b001),
  AT_MOST(0b011),
  EQUAL(0b010),
  AT_LEAST(0b110),
  ABOVE(0b100);

  /// The order of what cannot be compared; no comparison holds for it.
  static final int NO_ORDER = 2;

  private final int accepted;

  Comparison(int accepted) {
    this.accepted = accepted;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// @param order of element and value: −1, 0, 1 or {@link #NO_ORDER}
  boolean holds(int order) {
    return ((accepted >> (order + 1)) & 1) != 0;
  }
}
