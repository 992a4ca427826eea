// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// The stable names of problems, as in `docs/evaluation.md`, "Problems".
final class ProblemCode {

  static final String BROKEN_SEGMENT = "broken-segment";
  static final String DUPLICATE_ID = "duplicate-id";
  static final String DUPLICATE_KEY = "duplicate-key";
  static final String EMPTY_VALUES = "empty-values";
  static final String ILL_FORMED_TEXT = "ill-formed-text";
  static final String INVALID_ALLOCATION = "invalid-allocation";
  static final String INVALID_ATTRIBUTE = "invalid-attribute";
  static final String INVALID_UNTIL = "invalid-until";
  static final String INVALID_VALUE = "invalid-value";
  static final String INVALID_WEIGHT = "invalid-weight";
  static final String MISSING = "missing";
  static final String PREREQUISITE_CHAIN = "prerequisite-chain";
  static final String PREREQUISITE_CYCLE = "prerequisite-cycle";
  static final String PREREQUISITE_VISITS = "prerequisite-visits";
  static final String SAME_SALT = "same-salt";
  static final String SEGMENT_CHAIN = "segment-chain";
  static final String SEGMENT_CYCLE = "segment-cycle";
  static final String SEGMENT_VISITS = "segment-visits";
  static final String UNEXPECTED_CASE_INSENSITIVE = "unexpected-case-insensitive";
  static final String UNEXPECTED_VALUES = "unexpected-values";
  static final String UNKNOWN_ALGORITHM = "unknown-algorithm";
  static final String UNKNOWN_OPERATOR = "unknown-operator";
  static final String UNKNOWN_SEGMENT = "unknown-segment";
  static final String UNKNOWN_SEMANTICS = "unknown-semantics";
  static final String UNKNOWN_TYPE = "unknown-type";
  static final String UNKNOWN_VARIATION = "unknown-variation";
  static final String VALUE_TYPE = "value-type";
  static final String VARIATION_COUNT = "variation-count";

  private ProblemCode() {}
}
