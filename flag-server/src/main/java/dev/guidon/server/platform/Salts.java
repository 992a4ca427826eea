// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;

/// Makes short random texts, each different from all others.
@Singleton
public final class Salts {

  private static final int BYTES = 12;

  private final SecureRandom random;

  Salts(SecureRandom random) {
    this.random = random;
  }

  public String next() {
    byte[] salt = new byte[BYTES];
    random.nextBytes(salt);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
  }
}
