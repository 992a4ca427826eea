// SPDX-License-Identifier: Apache-2.0
/// Runs a PostgreSQL of our own beside the server, durably, and never leaves one behind.
@NullMarked
package dev.guidon.server.database.embedded;

import org.jspecify.annotations.NullMarked;
