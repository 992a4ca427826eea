// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import org.jspecify.annotations.Nullable;

/// What came of a change.
///
/// @param definition the definition that the change was about, as it is now
/// @param before what it was; null when it was created, or when nothing changed
/// @param receipt null when nothing changed, so that nothing was written
/// @param repeated whether this is the answer to an earlier request with the same idempotency key
public record Committed<T extends Record>(
    Versioned<T> definition,
    @Nullable Versioned<T> before,
    @Nullable Receipt receipt,
    boolean repeated) {}
