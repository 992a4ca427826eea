// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

/// Signs receipts, so that whoever made a change can prove later that it is in the log.
@FunctionalInterface
public interface ReceiptSigner {

  /// The receipt as a compact JWS; the same for the same receipt.
  String sign(Receipt receipt);
}
