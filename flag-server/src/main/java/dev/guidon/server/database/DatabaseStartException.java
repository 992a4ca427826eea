// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import java.util.Optional;

/// There is no database to run on. The message is for the operator; the server exits with [#exitCode] and does not go on
/// with anything less.
public final class DatabaseStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final int NOT_USABLE = 1;
  static final int IN_USE = 3;

  private final int exitCode;

  DatabaseStartException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  DatabaseStartException(String message) {
    super(message);
    this.exitCode = NOT_USABLE;
  }

  DatabaseStartException(String message, Throwable cause) {
    this(NOT_USABLE, message, cause);
  }

  public int exitCode() {
    return exitCode;
  }

  /// The one that caused another failure, as when it was thrown while beans were made.
  public static Optional<DatabaseStartException> causeOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabaseStartException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
