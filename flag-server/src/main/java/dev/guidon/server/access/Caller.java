// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.audit.Actor;
import dev.guidon.audit.Origin;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Permit;
import dev.guidon.server.permission.Action;
import dev.guidon.server.permission.Reach;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Whoever sent the request that is being answered, and what came with it about the change they ask for.
///
/// @param principal who it is
/// @param standing what they may do, as of this request
/// @param permit asks again when a change is made
/// @param comment why, in their words; may be empty
/// @param target the request's method, path and conditions
public record Caller(
    Principal principal,
    Standing standing,
    Permit permit,
    Actor actor,
    Origin origin,
    String comment,
    String target) {

  /// What they ask for, with this body.
  public Intent asks(byte[] body) {
    return new Intent(actor, origin, comment, fingerprint(body), permit);
  }

  /// What they ask for, without a body.
  public Intent asks() {
    return asks(new byte[0]);
  }

  /// Where they may do something: what a list is filtered by before it is cut into pages.
  public Reach reach(Action action) {
    return standing.reach(action);
  }

  private String fingerprint(byte[] body) {
    if (origin.idempotencyKey().isEmpty()) {
      return "";
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(target.getBytes(UTF_8));
      sha256.update((byte) 0);
      return HexFormat.of().formatHex(sha256.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
