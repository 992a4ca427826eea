// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Objects.requireNonNull;

/// Where in a definition something is wrong, and what was expected.
///
/// @param kind which kind of definition it is in
/// @param key the key of the flag (also for its targeting) or of the segment
/// @param pointer a JSON pointer into that definition, such as `/rules/0/clauses/1/operator`; empty for the whole
/// @param code a stable name of the problem, such as `unknown-operator`
/// @param message for people: the value found and what was expected
public record DefinitionProblem(
    Kind kind, String key, String pointer, String code, String message) {

  /// The kinds of definition that an environment consists of.
  public enum Kind {
    FLAG,
    TARGETING,
    SEGMENT
  }

  public DefinitionProblem {
    requireNonNull(kind, "kind");
    requireNonNull(key, "key");
    requireNonNull(pointer, "pointer");
    requireNonNull(code, "code");
    requireNonNull(message, "message");
  }
}
