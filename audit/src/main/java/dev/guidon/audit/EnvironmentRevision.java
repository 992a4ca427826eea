// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.Hash;
import java.util.UUID;

/// An environment's snapshot as a transaction left it.
///
/// @param prevRev the revision before, 0 if this is the first
/// @param digest of everything in the environment at `rev`
public record EnvironmentRevision(UUID environmentId, long prevRev, long rev, Hash digest) {

  public EnvironmentRevision {
    requireNonNull(environmentId, "environmentId");
    if (prevRev < 0 || prevRev >= rev) {
      throw new IllegalArgumentException(
          "prevRev: " + prevRev + " (expected: 0 or more, less than rev " + rev + ")");
    }
    requireNonNull(digest, "digest");
  }
}
