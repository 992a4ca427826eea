// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// A snapshot and what was found while compiling it.
///
/// @param problems every problem of the snapshot, whether it is new or not; by kind of definition, then by key
/// @param affectedFlags the flags whose answers the change may have changed: those changed, added or deleted, and all that depend
///     on them or on a segment that was
/// @param compiledCount how many definitions were compiled, flags and segments: the cost of the change
public record Compilation(
    FlagSnapshot snapshot,
    List<DefinitionProblem> problems,
    Set<String> affectedFlags,
    int compiledCount) {

  public Compilation {
    requireNonNull(snapshot, "snapshot");
    problems = List.copyOf(problems);
    requireNonNull(affectedFlags, "affectedFlags");
  }
}
