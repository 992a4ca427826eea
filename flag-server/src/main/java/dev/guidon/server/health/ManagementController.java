// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.health;

import dev.guidon.server.access.Public;
import dev.guidon.server.snapshot.LogFollower;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;

/// Health and metrics on the management port, which operators reach and others do not.
@Controller(port = "${guidon.management.port}")
@Public
@Hidden
final class ManagementController extends HealthController {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry metrics;

  ManagementController(Readiness readiness, LogFollower follower, PrometheusMeterRegistry metrics) {
    super(readiness, follower);
    this.metrics = metrics;
  }

  @Get(uri = "/metrics", produces = PROMETHEUS_TEXT)
  String metrics() {
    return metrics.scrape();
  }
}
