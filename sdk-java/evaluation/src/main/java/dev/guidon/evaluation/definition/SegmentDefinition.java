// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;

/// A reusable set of contexts: members included, members excluded, then rules, decided in that order.
public record SegmentDefinition(
    String key,
    List<SegmentMember> included,
    List<SegmentMember> excluded,
    List<SegmentRule> rules) {

  public SegmentDefinition {
    included = List.copyOf(included);
    excluded = List.copyOf(excluded);
    rules = List.copyOf(rules);
  }
}
