// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.codec.EnvironmentDigest;

/// A frame from an SDK, checked.
sealed interface ClientFrame {

  /// The first frame.
  record Subscribe(Subscription subscription) implements ClientFrame {}

  /// The client serves this revision now.
  record Ack(long revision, EnvironmentDigest digest) implements ClientFrame {}

  /// The client could not apply a frame, still serves `revision`, and will ask for a snapshot on another stream.
  record Nack(long revision, String code, String message) implements ClientFrame {}

  /// The client is alive.
  record Ping() implements ClientFrame {}

  /// Not a frame: what it is instead, and what was expected.
  record Unreadable(String problem) implements ClientFrame {}
}
