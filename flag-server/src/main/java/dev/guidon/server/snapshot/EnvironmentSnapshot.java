// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import dev.guidon.codec.EnvironmentState;
import dev.guidon.evaluation.FlagSnapshot;
import java.util.UUID;

/// One environment as this node holds it. Immutable.
///
/// @param epoch which life of the log its revision belongs to
public record EnvironmentSnapshot(
    UUID environmentId, UUID projectId, UUID epoch, EnvironmentState state) {

  public long revision() {
    return state.revision();
  }

  public FlagSnapshot flags() {
    return state.snapshot();
  }

  /// Whether this one is to be held rather than `other`.
  boolean isNewerThan(EnvironmentSnapshot other) {
    return epoch.equals(other.epoch)
        ? revision() > other.revision()
        : compareUnsigned(epoch, other.epoch) > 0;
  }

  private static int compareUnsigned(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
