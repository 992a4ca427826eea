// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.health;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// Settings `guidon.management.*`, described in docs/operations/configuration.md.
///
/// @param port for health and metrics, beside the port for requests; 0 for any free one
@ConfigurationProperties("guidon.management")
record ManagementConfiguration(@Bindable(defaultValue = "8081") int port) {

  ManagementConfiguration {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "guidon.management.port: " + port + " (expected: 0 to 65535)");
    }
  }
}
