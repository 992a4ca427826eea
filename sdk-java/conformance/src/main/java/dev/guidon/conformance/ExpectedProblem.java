// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import dev.guidon.evaluation.DefinitionProblem;
import org.jspecify.annotations.Nullable;

/// A problem that compiling the case's environment reports, and for which the server refuses to save it.
///
/// @param pointer null: anywhere in the definition
/// @param byServerOnly whether only saving refuses it, while evaluation does not mind
public record ExpectedProblem(
    DefinitionProblem.Kind kind,
    String key,
    @Nullable String pointer,
    String code,
    boolean byServerOnly) {

  /// Whether this is what was expected.
  public boolean matches(DefinitionProblem problem) {
    return problem.kind() == kind
        && problem.key().equals(key)
        && problem.code().equals(code)
        && (pointer == null || problem.pointer().equals(pointer));
  }
}
