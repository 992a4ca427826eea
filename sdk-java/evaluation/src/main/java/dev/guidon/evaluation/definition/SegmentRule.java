// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Clauses that must all match (none: always) and an optional share, for a context to be in the segment.
public record SegmentRule(@Nullable String id, List<Clause> clauses, @Nullable Share share) {

  public SegmentRule {
    clauses = List.copyOf(clauses);
  }
}
