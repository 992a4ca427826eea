// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.evaluation.definition.SegmentMember;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Members to be added to a segment and taken from it, many at once.
///
/// Adding one that is there sets its `until` anew; taking one away that is not there does nothing.
public record MemberEdit(ListEdit included, ListEdit excluded) {

  /// What is to be done to one of the two lists.
  public record ListEdit(List<SegmentMember> add, List<SegmentMember> remove) {

    List<SegmentMember> applyTo(List<SegmentMember> present) {
      Map<Member, SegmentMember> members = new LinkedHashMap<>();
      present.forEach(member -> members.put(Member.of(member), member));
      remove.forEach(member -> members.remove(Member.of(member)));
      add.forEach(member -> members.put(Member.of(member), member));
      return new ArrayList<>(members.values());
    }
  }

  Segment applyTo(Segment segment) {
    return segment.withMembers(
        included.applyTo(segment.included()), excluded.applyTo(segment.excluded()));
  }

  /// What makes two entries the same member.
  private record Member(String contextKind, String targetingKey) {

    static Member of(SegmentMember member) {
      return new Member(
          Objects.requireNonNullElse(member.contextKind(), "user"),
          Objects.requireNonNullElse(member.targetingKey(), ""));
    }
  }
}
