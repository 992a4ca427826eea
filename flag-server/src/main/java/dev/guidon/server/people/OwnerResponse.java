// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.directory.OwnerDefinition;
import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A user or a service account as it is.
@Serdeable
record OwnerResponse(
    String key,
    UUID id,
    String name,
    boolean disabled,
    long version,
    @Nullable ReceiptDocument receipt) {

  static OwnerResponse of(Versioned<OwnerDefinition> owner, @Nullable ReceiptDocument receipt) {
    return new OwnerResponse(
        owner.ref().key(),
        owner.id(),
        owner.content().name(),
        owner.content().disabled(),
        owner.version(),
        receipt);
  }
}
