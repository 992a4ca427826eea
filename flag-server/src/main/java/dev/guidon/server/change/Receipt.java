// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.audit.tree.Hash;

/// What proves that a change is in the log.
///
/// @param seq the number of the change's last entry, which is the revision of every environment it changed
/// @param leafHash of that entry
/// @param root of the log up to that entry
/// @param jws all that, signed; empty until it is
public record Receipt(long seq, Hash leafHash, Hash root, String jws) {

  Receipt(long seq, Hash leafHash, Hash root) {
    this(seq, leafHash, root, "");
  }

  Receipt signed(ReceiptSigner signer) {
    return new Receipt(seq, leafHash, root, signer.sign(this));
  }
}
