// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import org.jspecify.annotations.Nullable;

/// Where a flag stands among the flags it requires.
///
/// @param cyclic whether it requires itself, directly or through others
/// @param chain the longest way through the flags it requires, itself included
/// @param visits how many flags are looked at to evaluate it, itself included, each as often as it is reached
/// @param timetable null when time changes nothing
record Links(boolean cyclic, int chain, int visits, @Nullable Timetable timetable) {

  static final int MAX_CHAIN = 20;
  static final int MAX_VISITS = 1_000;

  /// Most flags require nothing and ask no time.
  static final Links NONE = new Links(false, 1, 1, null);
}
