// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What lets a program act as its owner, as far as its scope goes.
///
/// @param selector by which it is found; no secret
/// @param scope never means more than its owner may do, but may mean less
/// @param expiresAt null: never
public record ApiToken(
    String selector, Subject owner, Statement scope, @Nullable Instant expiresAt) {

  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
