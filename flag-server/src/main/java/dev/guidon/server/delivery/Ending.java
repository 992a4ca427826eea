// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

/// Why a stream ends, and what the client is told.
record Ending(Cause cause, String message) {

  enum Cause {
    /// Nothing is wrong: the answer is complete, or the client or the node goes.
    DONE,
    /// The client broke the protocol.
    INVALID,
    /// The client could not apply what it was sent, or has something else than it was sent.
    DIVERGED,
    /// The client's key is not, or no longer, good.
    UNAUTHENTICATED,
    /// The client sends nothing.
    SILENT,
    /// The client takes nothing in.
    STALLED,
    /// The node is busy: the client comes back later.
    BUSY,
    /// The node is behind the client: the client comes back later, or to another node.
    BEHIND,
    /// Our fault.
    FAILED
  }

  static final Ending DONE = new Ending(Cause.DONE, "");
}
