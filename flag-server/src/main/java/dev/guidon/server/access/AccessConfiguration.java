// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Settings `guidon.access.*`.
///
/// @param adminTokenFile where the first start writes the admin token, for its owner's eyes only; null: it is printed once
@ConfigurationProperties("guidon.access")
public record AccessConfiguration(@Nullable Path adminTokenFile) {}
