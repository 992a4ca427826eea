// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.server.platform.ConnectionLimits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What operators see of streams. Labels are closed sets: never a flag, a context or a key.
final class DeliveryMetrics {

  /// Why a call was refused before it was a stream.
  enum RefusedFor {
    RATE,
    SNAPSHOTS,
    DRAINING,
    KEY,
    CONNECTIONS,
    DATABASE
  }

  private final MeterRegistry registry;
  private final Timer acknowledged;
  private final Counter alarms;
  private final Map<Ending.Cause, Counter> ended = new EnumMap<>(Ending.Cause.class);
  private final Map<RefusedFor, Counter> refused = new EnumMap<>(RefusedFor.class);

  DeliveryMetrics(MeterRegistry registry) {
    this.registry = registry;
    acknowledged =
        Timer.builder("guidon.change.delivery")
            .description("From this node knowing of a change to an SDK serving it")
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30))
            .register(registry);
    alarms =
        Counter.builder("guidon.sdk.alarms")
            .description("What should not happen: SDKs ahead of the node, or with another digest")
            .register(registry);
    for (Ending.Cause cause : Ending.Cause.values()) {
      ended.put(
          cause,
          Counter.builder("guidon.sdk.streams.ended")
              .description("Streams that the server ended")
              .tag("cause", label(cause))
              .register(registry));
    }
    for (RefusedFor reason : RefusedFor.values()) {
      refused.put(
          reason,
          Counter.builder("guidon.sdk.calls.refused")
              .description("Calls refused before they were handled")
              .tag("reason", label(reason))
              .register(registry));
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  void watch(SdkStreams streams, ConnectionLimits connections) {
    Gauge.builder("guidon.sdk.streams", streams, SdkStreams::streamCount)
        .description("Streams of SDKs on this node")
        .register(registry);
    Gauge.builder("guidon.sdk.snapshots.in.flight", streams, SdkStreams::snapshotsInFlight)
        .description("Snapshots being sent")
        .register(registry);
    Gauge.builder("guidon.sdk.connections", connections, ConnectionLimits::count)
        .description("Connections to the gRPC port")
        .register(registry);
  }

  void acknowledged(Duration sincePublished) {
    acknowledged.record(sincePublished);
  }

  void alarm() {
    alarms.increment();
  }

  void ended(Ending.Cause cause) {
    count(ended, cause);
  }

  void refused(RefusedFor reason) {
    count(refused, reason);
  }

  private static <K> void count(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }
}
