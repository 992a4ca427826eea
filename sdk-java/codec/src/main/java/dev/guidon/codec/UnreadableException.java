// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

/// Bytes from the wire or from a file are not what they should be. Whoever got them asks for them anew.
public final class UnreadableException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnreadableException(String message) {
    super(message);
  }

  public UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
