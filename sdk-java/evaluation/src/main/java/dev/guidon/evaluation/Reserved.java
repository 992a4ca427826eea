// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// The names of attributes that are not the context's own to give.
final class Reserved {

  /// Reads the kind's targeting key.
  static final String TARGETING_KEY = "targetingKey";

  /// Reads the kind's name.
  static final String KIND = "kind";

  /// Reads the time of the evaluation.
  static final String NOW = "$now";

  private Reserved() {}

  static boolean isReserved(String name) {
    return name.equals(TARGETING_KEY) || name.equals(KIND) || name.equals(NOW);
  }
}
