// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

/// The embedded PostgreSQL cannot be run; the message says why and what to do.
public final class EmbeddedPostgresException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why it cannot be run, as far as a caller treats it differently.
  public enum Kind {
    /// Another server holds the data directory.
    IN_USE,
    /// Anything else.
    FAILED
  }

  private final Kind kind;

  EmbeddedPostgresException(String message) {
    this(Kind.FAILED, message);
  }

  EmbeddedPostgresException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
    this.kind = Kind.FAILED;
  }

  public Kind kind() {
    return kind;
  }
}
