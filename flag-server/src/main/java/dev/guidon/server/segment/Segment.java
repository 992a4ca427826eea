// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.codec.DefinitionCodec;
import dev.guidon.codec.DefinitionKind;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.server.change.DefinitionType;
import java.util.List;

/// A reusable set of contexts, as it is stored: with the salts of its rules' shares.
public record Segment(
    String name,
    String description,
    List<String> tags,
    List<SegmentMember> included,
    List<SegmentMember> excluded,
    List<SegmentRule> rules) {

  public static final DefinitionType<Segment> TYPE =
      DefinitionType.delivered(
          "segment",
          Segment.class,
          DefinitionKind.SEGMENT,
          (key, segment) -> DefinitionCodec.encode(segment.definition(key)));

  public Segment {
    tags = List.copyOf(tags);
    included = List.copyOf(included);
    excluded = List.copyOf(excluded);
    rules = List.copyOf(rules);
  }

  /// What evaluation reads of it.
  public SegmentDefinition definition(String key) {
    return new SegmentDefinition(key, included, excluded, rules);
  }

  Segment withMembers(List<SegmentMember> nowIncluded, List<SegmentMember> nowExcluded) {
    return new Segment(name, description, tags, nowIncluded, nowExcluded, rules);
  }
}
