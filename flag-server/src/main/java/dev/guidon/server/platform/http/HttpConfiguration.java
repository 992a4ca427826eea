// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// Settings `guidon.http.*`, described in docs/operations/configuration.md.
///
/// @param connections how many connections there may be
/// @param unauthenticatedConnectionsPerAddress how many of them from one address (one /64 of IPv6) that have not shown a token
/// @param headTimeout how long a request's line and headers may take to arrive
/// @param bodyGrace how long a body may take to arrive at whatever pace
/// @param bodyBytesPerSecond at what pace, on average, a body must arrive that takes longer
@ConfigurationProperties("guidon.http")
record HttpConfiguration(
    @Bindable(defaultValue = "12000") int connections,
    @Bindable(defaultValue = "200") int unauthenticatedConnectionsPerAddress,
    @Bindable(defaultValue = "10s") Duration headTimeout,
    @Bindable(defaultValue = "5s") Duration bodyGrace,
    @Bindable(defaultValue = "1024") int bodyBytesPerSecond) {

  HttpConfiguration {
    requirePositive("connections", connections);
    requirePositive(
        "unauthenticated-connections-per-address", unauthenticatedConnectionsPerAddress);
    requireUpToAnHour("head-timeout", headTimeout);
    requireUpToAnHour("body-grace", bodyGrace);
    requirePositive("body-bytes-per-second", bodyBytesPerSecond);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "guidon.http." + name + ": " + value + " (expected: 1 or more)");
    }
  }

  private static void requireUpToAnHour(String name, Duration value) {
    if (!value.isPositive() || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "guidon.http." + name + ": " + value + " (expected: above zero, at most an hour)");
    }
  }
}
