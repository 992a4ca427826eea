// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/// Says over REST what was deleted.
///
/// @param kind such as `flag`
/// @param version the last one, which is the deletion itself
@Serdeable
public record Deletion(String kind, String key, long version, @Nullable ReceiptDocument receipt) {}
