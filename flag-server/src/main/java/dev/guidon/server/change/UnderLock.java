// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.audit.LogHead;
import java.sql.Connection;

/// Where in the log a change is made.
///
/// @param connection with the lock
/// @param locked the log's end when it was locked: up to there, everything is committed
/// @param now the log's end with what was made since in the same transaction
public record UnderLock(Connection connection, LogHead locked, LogHead now) {}
