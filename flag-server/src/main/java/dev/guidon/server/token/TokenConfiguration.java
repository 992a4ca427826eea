// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.token;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// Settings `guidon.tokens.*`.
///
/// @param lifetime how long a new token holds when nothing is said
/// @param longestLifetime how long any new token may hold
@ConfigurationProperties("guidon.tokens")
record TokenConfiguration(
    @Bindable(defaultValue = "90d") Duration lifetime,
    @Bindable(defaultValue = "365d") Duration longestLifetime) {}
