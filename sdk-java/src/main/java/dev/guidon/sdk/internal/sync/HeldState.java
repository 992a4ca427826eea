// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;

/// The state that is served, and the epoch that its revision belongs to.
public record HeldState(Epoch epoch, EnvironmentState state) {

  public HeldState {
    requireNonNull(epoch, "epoch");
    requireNonNull(state, "state");
  }

  public long revision() {
    return state.revision();
  }

  public EnvironmentDigest digest() {
    return state.digest();
  }
}
