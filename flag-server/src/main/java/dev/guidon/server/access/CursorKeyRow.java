// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/// The one row of the table of the cursors' key.
///
/// @param onlyRow true, so that there can be no second one
@MappedEntity("cursor_key")
@SuppressWarnings("ArrayRecordComponent") // never compared
record CursorKeyRow(@Id boolean onlyRow, byte[] secret) {}
