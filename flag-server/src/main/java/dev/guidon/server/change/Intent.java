// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.audit.Actor;
import dev.guidon.audit.Origin;

/// Who asks for a change, from where and why.
///
/// @param comment why, in the actor's words; may be empty
/// @param fingerprint of what is asked, so that an idempotency key is not taken for another request; empty without a key
/// @param permit whether they may, asked when it is known what the change does
public record Intent(
    Actor actor, Origin origin, String comment, String fingerprint, Permit permit) {

  /// A change that nobody asked for over the network.
  public static Intent of(Actor actor, Origin origin, String comment) {
    return new Intent(actor, origin, comment, "", Permit.ALWAYS);
  }
}
