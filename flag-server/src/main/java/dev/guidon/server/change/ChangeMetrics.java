// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;

/// How long changes take, from their turn to their publication, and what they cost.
@Singleton
final class ChangeMetrics {

  private final Timer duration;
  private final DistributionSummary compiled;

  ChangeMetrics(MeterRegistry registry) {
    duration =
        Timer.builder("guidon.change")
            .description("Changes from the head's lock to publication, refused ones too")
            .publishPercentileHistogram()
            .register(registry);
    compiled =
        DistributionSummary.builder("guidon.change.compiled")
            .description("Definitions compiled for a change")
            .register(registry);
  }

  void took(Duration time) {
    duration.record(time);
  }

  void compiled(int count) {
    compiled.record(count);
  }
}
