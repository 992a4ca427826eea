// SPDX-License-Identifier: Apache-2.0
/// Streams each environment's snapshots to the SDKs that follow it.
@NullMarked
package dev.guidon.server.delivery;

import org.jspecify.annotations.NullMarked;
