// SPDX-License-Identifier: Apache-2.0
/// Tells operators and their machines how this node is.
@NullMarked
package dev.guidon.server.health;

import org.jspecify.annotations.NullMarked;
