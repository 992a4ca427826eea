// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// Why an evaluation has no answer of its own, so that the caller's default value is used.
public enum ErrorKind {
  FLAG_NOT_FOUND("FLAG_NOT_FOUND"),
  MALFORMED_FLAG("PARSE_ERROR"),
  TARGETING_KEY_MISSING("TARGETING_KEY_MISSING"),
  INVALID_CONTEXT("INVALID_CONTEXT"),
  TYPE_MISMATCH("TYPE_MISMATCH"),
  NOT_READY("PROVIDER_NOT_READY");

  private final String openFeatureCode;

  ErrorKind(String openFeatureCode) {
    this.openFeatureCode = openFeatureCode;
  }

  /// OpenFeature's error code for it.
  public String openFeatureCode() {
    return openFeatureCode;
  }
}
