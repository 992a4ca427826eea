// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.sdkkey;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/// What is kept of an SDK key's secret.
///
/// @param secretHash SHA-256 of the secret
@MappedEntity("sdk_key_secret")
@SuppressWarnings("ArrayRecordComponent") // never compared
record SdkKeySecretRow(@Id String selector, byte[] secretHash, UUID definitionId) {}
