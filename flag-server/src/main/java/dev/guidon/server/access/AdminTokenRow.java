// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// The one row of the table of the admin token.
///
/// @param onlyRow true, so that there can be no second one
/// @param secretHash SHA-256 of the secret
@MappedEntity("admin_token")
@SuppressWarnings("ArrayRecordComponent") // never compared
record AdminTokenRow(@Id boolean onlyRow, String selector, byte[] secretHash, Instant madeAt) {}
