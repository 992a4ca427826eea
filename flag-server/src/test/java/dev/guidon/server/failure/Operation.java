// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.time.Duration;
import java.util.OptionalLong;

/// A change that a writer asked for, and what it was told.
///
/// @param idempotencyKey sent with it, and found in its audit entry
/// @param startNanos before it was sent
/// @param endNanos after the answer was there, or was given up
/// @param status of the answer; 0 when there was none
/// @param seq of the change when it was acknowledged; empty when nobody knows what became of it
record Operation(
    String idempotencyKey, long startNanos, long endNanos, int status, OptionalLong seq) {

  boolean isAcknowledged() {
    return seq.isPresent();
  }

  Duration took() {
    return Duration.ofNanos(endNanos - startNanos);
  }
}
