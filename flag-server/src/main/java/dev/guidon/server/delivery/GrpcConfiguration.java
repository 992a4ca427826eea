// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Settings `guidon.grpc.*`, described in docs/operations/configuration.md.
///
/// @param host the address to listen on
/// @param port 0 for any free one
/// @param newStreamsPerSecond how many streams may begin in a second
/// @param snapshotsInFlight how many snapshots may be on their way at a time
/// @param connections how many connections there may be
/// @param unauthenticatedConnectionsPerAddress how many of them from one address (one /64 of IPv6) that have not shown a key
/// @param connectionsPerKey how many of them with one SDK key
/// @param connectionAge after which a connection is closed so that clients spread over nodes anew, give or take a tenth
/// @param farewell over how long clients spread their return when the node stops
/// @param nodeName what SDKs are told; null for the host's name and the process's number
@ConfigurationProperties("guidon.grpc")
record GrpcConfiguration(
    @Bindable(defaultValue = "127.0.0.1") String host,
    @Bindable(defaultValue = "9090") int port,
    @Bindable(defaultValue = "200") int newStreamsPerSecond,
    @Bindable(defaultValue = "64") int snapshotsInFlight,
    @Bindable(defaultValue = "12000") int connections,
    @Bindable(defaultValue = "200") int unauthenticatedConnectionsPerAddress,
    @Bindable(defaultValue = "6000") int connectionsPerKey,
    @Bindable(defaultValue = "30m") Duration connectionAge,
    @Bindable(defaultValue = "10s") Duration farewell,
    @Nullable String nodeName) {

  GrpcConfiguration {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("guidon.grpc.port: " + port + " (expected: 0 to 65535)");
    }
    requirePositive("new-streams-per-second", newStreamsPerSecond);
    requirePositive("snapshots-in-flight", snapshotsInFlight);
    requirePositive("connections", connections);
    requirePositive(
        "unauthenticated-connections-per-address", unauthenticatedConnectionsPerAddress);
    requirePositive("connections-per-key", connectionsPerKey);
    requireUpToADay("connection-age", connectionAge, Duration.ofSeconds(1));
    requireUpToADay("farewell", farewell, Duration.ZERO);
  }

  /// What this node is called.
  String node() {
    return nodeName != null
        ? nodeName
        : Objects.requireNonNullElse(System.getenv("HOSTNAME"), "node")
            + ":"
            + ProcessHandle.current().pid();
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "guidon.grpc." + name + ": " + value + " (expected: 1 or more)");
    }
  }

  private static void requireUpToADay(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "guidon.grpc." + name + ": " + value + " (expected: " + least + " to 24 hours)");
    }
  }
}
