// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.limits;

import dev.guidon.codec.EnvironmentSize;
import dev.guidon.server.snapshot.EnvironmentSnapshot;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// How much an environment may hold, and how near to it environments are.
@Context
public final class EnvironmentLimits {

  /// From here on answers and operators are warned.
  private static final double NEARLY = 0.8;

  private final List<Limit> limits;

  EnvironmentLimits(Limits limits, EnvironmentSnapshots snapshots, MeterRegistry registry) {
    this.limits =
        List.of(
            new Limit("flags", EnvironmentSize::flags, limits.flags()),
            new Limit("segments", EnvironmentSize::segments, limits.segments()),
            new Limit("bytes", EnvironmentSize::bytes, limits.snapshotSize()));
    for (Limit limit : this.limits) {
      Gauge.builder("guidon.environment.fill", snapshots, limit::fullest)
          .description("How much of a limit the fullest environment uses, 1 being all of it")
          .tag("limit", limit.what())
          .register(registry);
    }
  }

  /// The limits that a change breaks. One that was broken before is not broken by what makes no more of it.
  public Stream<String> exceeded(EnvironmentSize before, EnvironmentSize after) {
    return limits.stream()
        .filter(limit -> limit.of(after) > limit.most() && limit.of(after) > limit.of(before))
        .map(limit -> limit.inWords(after));
  }

  /// The limits of which four fifths are used up.
  public Stream<String> nearlyReached(EnvironmentSize size) {
    return limits.stream()
        .filter(limit -> limit.of(size) >= NEARLY * limit.most())
        .map(limit -> limit.inWords(size));
  }

  private record Limit(String what, ToLongFunction<EnvironmentSize> count, long most) {

    long of(EnvironmentSize size) {
      return count.applyAsLong(size);
    }

    String inWords(EnvironmentSize size) {
      return of(size) + " " + what + " (expected: at most " + most + ")";
    }

    double fullest(EnvironmentSnapshots snapshots) {
      return snapshots.all().stream()
              .map(EnvironmentSnapshot::state)
              .mapToLong(state -> of(state.size()))
              .max()
              .orElse(0)
          / (double) most;
    }
  }
}
