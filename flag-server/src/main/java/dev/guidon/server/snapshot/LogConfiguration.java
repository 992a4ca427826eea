// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// Settings `guidon.log.*`, described in docs/operations/configuration.md.
///
/// @param listen whether to hear of other nodes' changes by LISTEN; polling alone sees them within a second
@ConfigurationProperties("guidon.log")
record LogConfiguration(@Bindable(defaultValue = "true") boolean listen) {}
