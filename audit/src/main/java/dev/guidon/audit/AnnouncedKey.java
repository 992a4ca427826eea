// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.checkpoint.VerificationKey;

/// A public key that the log was, or is, signed with.
///
/// @param succession what the key before signed to say that this one follows it; empty for the first
public record AnnouncedKey(VerificationKey key, String succession) {

  public AnnouncedKey {
    requireNonNull(key, "key");
    requireNonNull(succession, "succession");
  }

  public static AnnouncedKey first(VerificationKey key) {
    return new AnnouncedKey(key, "");
  }
}
