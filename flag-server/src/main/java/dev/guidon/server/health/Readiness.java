// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.health;

import jakarta.inject.Singleton;

/// Whether this node should be sent work.
@Singleton
public final class Readiness {

  /// How far the node is.
  enum State {
    /// Not all environments are in memory yet.
    STARTING,
    /// Serves, whether or not the database is there.
    READY,
    /// Stops, and wants nothing new.
    LEAVING
  }

  private volatile State state = State.STARTING;

  State state() {
    return state;
  }

  /// Everything that was there at the start is in memory.
  public void ready() {
    if (state == State.STARTING) {
      state = State.READY;
    }
  }

  public void leaving() {
    state = State.LEAVING;
  }
}
