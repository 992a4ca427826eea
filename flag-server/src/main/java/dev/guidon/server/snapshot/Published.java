// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentState;
import java.util.UUID;

/// An environment has a new revision on this node.
///
/// @param previousRevision what the delta leads on from; the revision itself when the state was loaded whole and no delta leads to it
/// @param delta what leads from the previous revision to the state
public record Published(
    UUID environmentId,
    UUID epoch,
    long previousRevision,
    EnvironmentState state,
    EnvironmentDelta delta) {

  public long revision() {
    return state.revision();
  }
}
