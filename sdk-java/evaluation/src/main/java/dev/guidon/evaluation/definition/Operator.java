// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import org.jspecify.annotations.Nullable;

/// How a clause compares.
public enum Operator {
  IN("in"),
  STARTS_WITH("startsWith"),
  ENDS_WITH("endsWith"),
  CONTAINS("contains"),
  MATCHES("matches"),
  LESS_THAN("lessThan"),
  LESS_THAN_OR_EQUAL("lessThanOrEqual"),
  GREATER_THAN("greaterThan"),
  GREATER_THAN_OR_EQUAL("greaterThanOrEqual"),
  BEFORE("before"),
  AFTER("after"),
  SEM_VER_EQUAL("semVerEqual"),
  SEM_VER_LESS_THAN("semVerLessThan"),
  SEM_VER_LESS_THAN_OR_EQUAL("semVerLessThanOrEqual"),
  SEM_VER_GREATER_THAN("semVerGreaterThan"),
  SEM_VER_GREATER_THAN_OR_EQUAL("semVerGreaterThanOrEqual"),
  IN_CIDR("inCidr"),
  IN_SEGMENT("inSegment"),
  EXISTS("exists");

  private final String label;

  Operator(String label) {
    this.label = label;
  }

  /// The name used in definitions, on the wire and over REST.
  public String label() {
    return label;
  }

  /// The operator that has this name, or null.
  public static @Nullable Operator labelled(@Nullable String label) {
    for (Operator operator : values()) {
      if (operator.label.equals(label)) {
        return operator;
      }
    }
    return null;
  }
}
