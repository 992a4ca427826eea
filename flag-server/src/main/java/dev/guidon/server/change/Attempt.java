// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import dev.guidon.server.snapshot.Published;
import java.util.List;
import java.util.UUID;

/// What came of a change, to be made known once the transaction that it is part of is committed.
sealed interface Attempt {

  Asked<?> asked();

  /// Tells this node's streams, and then whoever asked.
  void tell(EnvironmentSnapshots snapshots);

  /// Nothing was changed, and why.
  record Refused<T extends Record>(Asked<T> asked, ProblemException refusal) implements Attempt {
    @Override
    public void tell(EnvironmentSnapshots snapshots) {
      asked.answer().completeExceptionally(refusal);
    }
  }

  /// Nothing needed to be changed, or it had been changed before.
  record Unchanged<T extends Record>(Asked<T> asked, Committed<T> committed) implements Attempt {
    @Override
    public void tell(EnvironmentSnapshots snapshots) {
      asked.answer().complete(committed);
    }
  }

  /// A change was made.
  ///
  /// @param before the log's number that it followed on
  /// @param seq the number of its last entry
  /// @param next the environments that have a new revision
  /// @param deleted the environments that ended
  record Made<T extends Record>(
      Asked<T> asked,
      Committed<T> committed,
      long before,
      long seq,
      List<Published> next,
      List<UUID> deleted)
      implements Attempt {
    @Override
    public void tell(EnvironmentSnapshots snapshots) {
      next.forEach(snapshots::publish);
      deleted.forEach(snapshots::remove);
      snapshots.confirm(before, seq);
      asked.intent().permit().committed(before, seq);
      asked.answer().complete(committed);
    }
  }
}
