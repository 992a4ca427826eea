// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

/// Content that may have to be erased, and the salt that hides it behind its commitment.
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record SaltedContent(byte[] salt, byte[] content) {

  public static final int SALT_LENGTH = 32;

  public SaltedContent {
    if (salt.length != SALT_LENGTH) {
      throw new IllegalArgumentException("salt: " + salt.length + " bytes (expected: 32)");
    }
  }

  public Hash commitment() {
    return Hash.ofCommitment(salt, content);
  }
}
