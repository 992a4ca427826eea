// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

/// The node has nothing but older data than what is served, and cannot help. Another may.
final class BehindException extends Exception {

  private static final long serialVersionUID = 1L;

  BehindException(String message) {
    super(requireNonNull(message, "message"));
  }
}
