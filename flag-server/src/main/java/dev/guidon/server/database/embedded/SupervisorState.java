// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.time.Duration;

/// How the embedded PostgreSQL is doing.
public sealed interface SupervisorState {

  /// It is being started; nothing unusual.
  record Starting() implements SupervisorState {}

  /// It replays what was in flight when it last ended without notice.
  record Recovering() implements SupervisorState {}

  record Ready() implements SupervisorState {}

  /// It ended by itself and is started again after `delay`.
  record Restarting(String reason, Duration delay) implements SupervisorState {}

  /// It ended so often of late that somebody should look; it is started again all the same, after `delay`.
  record Failing(String reason, Duration delay) implements SupervisorState {}

  /// We stopped it.
  record Stopped() implements SupervisorState {}
}
