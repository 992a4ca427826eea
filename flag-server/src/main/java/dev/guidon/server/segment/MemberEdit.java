// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.evaluation.definition.SegmentMember;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Members to be added to a segment and taken from it, many at once.
///
/// Adding one that is there sets its `until` anew; taking one away that is not there does nothing.
public record MemberEdit(ListEdit included, ListEdit excluded) {

  private static final Pattern MEMBER = Pattern.compile("/(included|excluded)/([0-9]{1,9})(/.*|)");

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

  /// Where in the request a place of the edited segment comes from.
  String placeInRequest(String pointer, Segment edited) {
    Matcher place = MEMBER.matcher(pointer);
    if (!place.matches()) {
      return pointer;
    }
    boolean isIncluded = place.group(1).equals("included");
    List<SegmentMember> members = isIncluded ? edited.included() : edited.excluded();
    List<SegmentMember> added = isIncluded ? included.add() : excluded.add();
    int index = added.indexOf(members.get(Integer.parseInt(place.group(2))));
    return index < 0 ? pointer : "/" + place.group(1) + "/add/" + index + place.group(3);
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
