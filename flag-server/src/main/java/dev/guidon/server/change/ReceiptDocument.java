// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/// What proves over REST that a change is in the log.
///
/// @param seq the number of the change's last entry, which is also the revision of every environment it changed
/// @param leafHash of that entry, in hexadecimal
/// @param root of the log up to that entry, in hexadecimal
/// @param jws all that with the log's origin, signed; worth keeping
@Serdeable
public record ReceiptDocument(long seq, String leafHash, String root, String jws) {

  static @Nullable ReceiptDocument of(@Nullable Receipt receipt) {
    return receipt == null
        ? null
        : new ReceiptDocument(
            receipt.seq(), receipt.leafHash().toString(), receipt.root().toString(), receipt.jws());
  }
}
