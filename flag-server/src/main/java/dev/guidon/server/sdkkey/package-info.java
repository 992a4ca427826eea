// SPDX-License-Identifier: Apache-2.0
/// SDK keys: making, renaming and revoking them.
@NullMarked
package dev.guidon.server.sdkkey;

import org.jspecify.annotations.NullMarked;
