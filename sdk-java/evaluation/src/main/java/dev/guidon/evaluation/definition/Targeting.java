// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one flag is served in one environment: whether it is on, and to whom which variation.
public record Targeting(
    String flagKey,
    @Nullable Boolean on,
    @Nullable String offVariation,
    List<Prerequisite> prerequisites,
    List<Target> targets,
    List<TargetingRule> rules,
    @Nullable Serve fallthrough) {

  public Targeting {
    prerequisites = List.copyOf(prerequisites);
    targets = List.copyOf(targets);
    rules = List.copyOf(rules);
  }
}
