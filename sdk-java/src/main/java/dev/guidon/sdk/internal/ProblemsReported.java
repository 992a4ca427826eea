// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import dev.guidon.evaluation.DefinitionProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is wrong with definitions, so that it is logged once and not with each change of something else.
final class ProblemsReported {

  private Set<DefinitionProblem> reported = Set.of();

  /// Those that there were not before. A problem that goes and comes back is new.
  List<DefinitionProblem> newAmong(List<DefinitionProblem> problems) {
    Set<DefinitionProblem> before = reported;
    reported = new HashSet<>(problems);
    return problems.stream().filter(problem -> !before.contains(problem)).toList();
  }
}
