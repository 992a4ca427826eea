// SPDX-License-Identifier: Apache-2.0
/// What this node holds of each environment in memory, compiled.
@NullMarked
package dev.guidon.server.snapshot;

import org.jspecify.annotations.NullMarked;
