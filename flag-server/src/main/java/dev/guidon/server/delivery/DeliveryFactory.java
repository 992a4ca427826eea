// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.server.access.SdkKeys;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.failpoint.Failpoints;
import dev.guidon.server.platform.ConnectionLimits;
import dev.guidon.server.platform.MonotonicClock;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import dev.guidon.server.snapshot.LogFollower;
import io.grpc.BindableService;
import io.grpc.ServerCredentials;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executors;

/// Puts together what streams need.
@Factory
final class DeliveryFactory {

  @Singleton
  ConnectionLimits connectionLimits(GrpcConfiguration configuration) {
    return new ConnectionLimits(
        configuration.connections(),
        configuration.unauthenticatedConnectionsPerAddress(),
        configuration.connectionsPerKey());
  }

  @Singleton
  DeliveryMetrics deliveryMetrics(MeterRegistry registry) {
    return new DeliveryMetrics(registry);
  }

  @Singleton
  SdkStreams sdkStreams(
      EnvironmentSnapshots snapshots,
      LogFollower follower,
      Transactions transactions,
      ConnectionLimits connections,
      DeliveryMetrics metrics,
      MonotonicClock clock,
      GrpcConfiguration configuration,
      Failpoints failpoints) {
    var windows =
        new DeltaWindows(
            transactions,
            Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("guidon-window-", 0).factory()));
    return new SdkStreams(
        snapshots,
        follower,
        windows,
        connections,
        metrics,
        clock,
        StreamRules.DEFAULT,
        configuration.node(),
        configuration.snapshotsInFlight(),
        failpoints);
  }

  @Singleton
  SdkGate sdkGate(
      SdkKeys keys,
      SdkStreams streams,
      ConnectionLimits connections,
      DeliveryMetrics metrics,
      MonotonicClock clock,
      GrpcConfiguration configuration) {
    return new SdkGate(
        token ->
            keys.authenticate(token).map(key -> new SdkIdentity(key.id(), key.environmentId())),
        streams,
        new TokenBucket(configuration.newStreamsPerSecond(), clock.nanos()),
        connections,
        metrics,
        clock);
  }

  /// @param others what other slices serve on the same port
  @Singleton
  GrpcServer grpcServer(
      GrpcConfiguration configuration,
      SdkStreams streams,
      SdkGate gate,
      ConnectionLimits connections,
      DeliveryMetrics metrics,
      ServerCredentials credentials,
      List<BindableService> others) {
    return new GrpcServer(
        configuration,
        credentials,
        streams,
        gate,
        connections,
        new SyncService(streams, metrics).definition(),
        others);
  }
}
