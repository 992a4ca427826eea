// SPDX-License-Identifier: Apache-2.0

/// Starts the flag server.
@NullMarked
package dev.guidon.server;

import org.jspecify.annotations.NullMarked;
