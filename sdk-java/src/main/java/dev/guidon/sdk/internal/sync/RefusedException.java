// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import dev.guidon.proto.sync.v1.NackCode;

/// What the server sent does not fit what is held. The server is told, and only a snapshot on a new stream helps.
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final NackCode code;

  RefusedException(NackCode code, String message) {
    super(requireNonNull(message, "message"));
    this.code = requireNonNull(code, "code");
  }

  NackCode code() {
    return code;
  }
}
