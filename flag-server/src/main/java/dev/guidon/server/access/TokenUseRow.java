// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// When a token was last used, to the minute.
@MappedEntity("api_token_use")
record TokenUseRow(@Id String selector, Instant lastUsedAt) {}
