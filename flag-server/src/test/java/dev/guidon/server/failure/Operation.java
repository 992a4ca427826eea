// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.util.OptionalLong;

/// A change that a writer asked for, and what it was told.
///
/// @param idempotencyKey sent with it, and found in its audit entry
/// @param startNanos before it was sent
/// @param endNanos after the answer was there, or was given up
/// @param seq of the change when it was acknowledged; empty when nobody knows what became of it
record Operation(String idempotencyKey, long startNanos, long endNanos, OptionalLong seq) {

  boolean isAcknowledged() {
    return seq.isPresent();
  }
}
