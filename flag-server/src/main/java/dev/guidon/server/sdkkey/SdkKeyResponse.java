// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.sdkkey;

import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An SDK key as it is.
///
/// @param selector the part of the token by which people recognise it
/// @param token the whole token; only in the first answer to its creation, because the server does not keep it
@Serdeable
record SdkKeyResponse(
    String key,
    UUID id,
    String name,
    String selector,
    @Nullable String token,
    long version,
    @Nullable ReceiptDocument receipt) {

  static SdkKeyResponse of(Versioned<SdkKeyDefinition> sdkKey, @Nullable ReceiptDocument receipt) {
    return new SdkKeyResponse(
        sdkKey.ref().key(),
        sdkKey.id(),
        sdkKey.content().name(),
        sdkKey.content().selector(),
        null,
        sdkKey.version(),
        receipt);
  }

  SdkKeyResponse withToken(String shown) {
    return new SdkKeyResponse(key, id, name, selector, shown, version, receipt);
  }
}
