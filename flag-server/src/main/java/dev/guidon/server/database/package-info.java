// SPDX-License-Identifier: Apache-2.0
/// The PostgreSQL that everything is stored in: found or started, checked, migrated, and lent out as connections.
@NullMarked
package dev.guidon.server.database;

import org.jspecify.annotations.NullMarked;
