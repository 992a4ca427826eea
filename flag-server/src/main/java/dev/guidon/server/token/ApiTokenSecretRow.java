// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.token;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/// What is kept of a token's secret.
///
/// @param secretHash SHA-256 of the secret
@MappedEntity("api_token_secret")
@SuppressWarnings("ArrayRecordComponent") // never compared
record ApiTokenSecretRow(@Id String selector, byte[] secretHash, UUID definitionId) {}
