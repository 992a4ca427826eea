// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.evaluation.definition.Targeting;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Every target and every segment that names a context.
@Serdeable
record MentionResponse(List<TargetMention> targets, List<SegmentMention> segments) {

  /// A flag whose targets name the context.
  @Serdeable
  record TargetMention(String flag, @Nullable String variation) {}

  /// A segment whose members name the context.
  ///
  /// @param list `included` or `excluded`
  /// @param until when the membership ends; left out when it does not
  @Serdeable
  record SegmentMention(String segment, String list, @Nullable Value until) {}

  static MentionResponse of(
      EnvironmentDefinition environment, String contextKind, String targetingKey) {
    List<TargetMention> targets = new ArrayList<>();
    for (Targeting targeting : environment.targetings()) {
      for (Target target : targeting.targets()) {
        if (isOfKind(target.contextKind(), contextKind) && target.values().contains(targetingKey)) {
          targets.add(new TargetMention(targeting.flagKey(), target.variation()));
        }
      }
    }
    List<SegmentMention> segments = new ArrayList<>();
    for (SegmentDefinition segment : environment.segments()) {
      collect(segment.included(), "included", segment.key(), contextKind, targetingKey, segments);
      collect(segment.excluded(), "excluded", segment.key(), contextKind, targetingKey, segments);
    }
    return new MentionResponse(targets, segments);
  }

  private static void collect(
      List<SegmentMember> members,
      String list,
      String segment,
      String contextKind,
      String targetingKey,
      List<SegmentMention> into) {
    for (SegmentMember member : members) {
      if (isOfKind(member.contextKind(), contextKind)
          && targetingKey.equals(member.targetingKey())) {
        into.add(new SegmentMention(segment, list, member.until()));
      }
    }
  }

  private static boolean isOfKind(@Nullable String named, String kind) {
    return Objects.requireNonNullElse(named, "user").equals(kind);
  }
}
