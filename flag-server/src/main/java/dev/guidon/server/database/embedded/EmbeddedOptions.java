// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an operator may choose about the embedded PostgreSQL.
///
/// @param home the directory that holds the database and its passwords; made when missing
/// @param binaries the `bin` directory of a PostgreSQL to use instead of the bundled one
/// @param unpackTo where the bundled PostgreSQL is unpacked, once; null lets us look for a place
/// @param recoveryLimit how long PostgreSQL may take to become ready, crash recovery included
/// @param stopLimit how long an orderly stop may take before it is forced
public record EmbeddedOptions(
    Path home,
    @Nullable Path binaries,
    @Nullable Path unpackTo,
    Duration recoveryLimit,
    Duration stopLimit) {

  public static final Duration DEFAULT_RECOVERY_LIMIT = Duration.ofMinutes(10);
  public static final Duration DEFAULT_STOP_LIMIT = Duration.ofSeconds(30);

  public EmbeddedOptions {
    home = home.toAbsolutePath().normalize();
    requirePositive("recoveryLimit", recoveryLimit);
    requirePositive("stopLimit", stopLimit);
  }

  /// The defaults, on `home`.
  public static EmbeddedOptions in(Path home) {
    return new EmbeddedOptions(home, null, null, DEFAULT_RECOVERY_LIMIT, DEFAULT_STOP_LIMIT);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: above zero)");
    }
  }
}
