// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// Settings `guidon.usage.*`, described in docs/operations/configuration.md.
///
/// @param flush how often counts are written to the database
/// @param kept for how long they are kept
@ConfigurationProperties("guidon.usage")
record UsageConfiguration(
    @Bindable(defaultValue = "10s") Duration flush, @Bindable(defaultValue = "90d") Duration kept) {

  UsageConfiguration {
    if (flush.compareTo(Duration.ofMillis(100)) < 0 || flush.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "guidon.usage.flush: " + flush + " (expected: 100ms to 1h)");
    }
    if (kept.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("guidon.usage.kept: " + kept + " (expected: 1d or more)");
    }
  }
}
