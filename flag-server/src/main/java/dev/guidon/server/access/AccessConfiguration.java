// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Settings `guidon.access.*`.
///
/// @param adminTokenFile where the first start writes the admin token, for its owner's eyes only; null: it is printed once
/// @param failuresPerMinute how many tokens that do not hold an address may show in a minute before it has to wait
/// @param requestsPerMinute how many requests a token of a user or a service account may make in a minute, on each node
/// @param sdkKeysWithoutDatabase how long an SDK key that is known is believed while the database cannot be asked
@ConfigurationProperties("guidon.access")
public record AccessConfiguration(
    @Nullable Path adminTokenFile,
    @Bindable(defaultValue = "20") int failuresPerMinute,
    @Bindable(defaultValue = "600") int requestsPerMinute,
    @Bindable(defaultValue = "24h") Duration sdkKeysWithoutDatabase) {}
