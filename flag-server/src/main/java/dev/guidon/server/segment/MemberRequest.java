// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.server.segment.MemberEdit.ListEdit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which members are to be added and taken away.
record MemberRequest(@Nullable ListRequest included, @Nullable ListRequest excluded) {

  /// For one of the two lists.
  record ListRequest(List<SegmentMember> add, List<SegmentMember> remove) {}

  MemberEdit edit() {
    return new MemberEdit(edit(included), edit(excluded));
  }

  private static ListEdit edit(@Nullable ListRequest list) {
    return list == null
        ? new ListEdit(List.of(), List.of())
        : new ListEdit(list.add(), list.remove());
  }
}
