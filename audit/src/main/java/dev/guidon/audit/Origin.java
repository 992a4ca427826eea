// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

/// Where a change came from. What is not known, or does not exist, is empty.
///
/// @param requestId the request, or the run of a job
/// @param idempotencyKey what the caller repeats when it repeats the request
/// @param ip the caller's address
/// @param userAgent the caller's program; only its first 256 characters are kept
public record Origin(
    Via via, String requestId, String idempotencyKey, String ip, String userAgent) {

  public Origin {
    requireNonNull(via, "via");
    Texts.requireVisibleAscii("requestId", requestId, 128);
    Texts.requireVisibleAscii("idempotencyKey", idempotencyKey, 255);
    Texts.requireVisibleAscii("ip", ip, 64);
    userAgent = Texts.firstCharacters(userAgent, 256);
    Texts.requireText("userAgent", userAgent, 256);
  }

  /// Work that nobody asked for over the network.
  public static Origin within(Via via) {
    return new Origin(via, "", "", "", "");
  }
}
