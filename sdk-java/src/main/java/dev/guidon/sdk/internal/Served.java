// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import static java.util.Objects.requireNonNull;

import dev.guidon.evaluation.FlagSnapshot;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The snapshot that getters read, swapped as a whole.
///
/// Knows which flags look at the time, because reading the clock costs as much as two evaluations.
final class Served {

  private final FlagSnapshot snapshot;
  private final long revision;
  private final @Nullable Set<String> timeDependentFlags;

  private Served(FlagSnapshot snapshot, long revision, @Nullable Set<String> timeDependentFlags) {
    this.snapshot = requireNonNull(snapshot, "snapshot");
    this.revision = revision;
    this.timeDependentFlags = timeDependentFlags;
  }

  /// @param affectedFlags the flags in which `snapshot` may differ from what was served before
  static Served next(
      @Nullable Served before, FlagSnapshot snapshot, long revision, Set<String> affectedFlags) {
    Set<String> timeDependent = new HashSet<>();
    if (before != null && before.timeDependentFlags != null) {
      timeDependent.addAll(before.timeDependentFlags);
    }
    for (String flagKey : before == null ? snapshot.flagKeys() : affectedFlags) {
      if (snapshot.isTimeDependent(flagKey)) {
        timeDependent.add(flagKey);
      } else {
        timeDependent.remove(flagKey);
      }
    }
    return new Served(snapshot, revision, timeDependent.isEmpty() ? null : timeDependent);
  }

  FlagSnapshot snapshot() {
    return snapshot;
  }

  long revision() {
    return revision;
  }

  // HOT PATH: allocates nothing. Held by ClientAllocationTest.
  long timeFor(String flagKey, InstantSource clock) {
    return timeDependentFlags != null && timeDependentFlags.contains(flagKey) ? clock.millis() : 0;
  }
}
