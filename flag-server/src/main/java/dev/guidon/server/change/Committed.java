// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a change.
///
/// @param definition the definition that the change was about, as it is now
/// @param before what it was, if only by default; null when it was created, or when nothing changed
/// @param revision the log's number that a node must have reached to show this; the change's own if there was one
/// @param receipt null when nothing changed, so that nothing was written
/// @param warnings limits that are nearly reached, for people
/// @param repeated whether this is the answer to an earlier request with the same idempotency key
public record Committed<T extends Record>(
    Versioned<T> definition,
    @Nullable Versioned<T> before,
    long revision,
    @Nullable Receipt receipt,
    List<String> warnings,
    boolean repeated) {

  public Committed {
    warnings = List.copyOf(warnings);
  }

  Committed<T> signed(ReceiptSigner signer) {
    return receipt == null
        ? this
        : new Committed<>(definition, before, revision, receipt.signed(signer), warnings, repeated);
  }
}
