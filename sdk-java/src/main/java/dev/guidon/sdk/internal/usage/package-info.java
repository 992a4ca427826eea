// SPDX-License-Identifier: Apache-2.0

/// Counts which flag served what, and tells the server.
@NullMarked
package dev.guidon.sdk.internal.usage;

import org.jspecify.annotations.NullMarked;
