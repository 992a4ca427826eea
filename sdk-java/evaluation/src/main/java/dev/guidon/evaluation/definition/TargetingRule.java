// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Clauses that must all match (none: always), an optional share as an extra gate, and what is then served.
public record TargetingRule(
    @Nullable String id, List<Clause> clauses, @Nullable Share share, @Nullable Serve serve) {

  public TargetingRule {
    clauses = List.copyOf(clauses);
  }
}
