// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.health;

import dev.guidon.server.access.Public;
import dev.guidon.server.snapshot.LogFollower;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.time.Duration;
import java.util.Locale;

/// Health, where requests come in: for load balancers that can see nothing else.
@Controller
@Public
class HealthController {

  /// Longer than a poll and a slow answer take.
  private static final Duration DATABASE_DOWN_AFTER = Duration.ofSeconds(3);

  private final Readiness readiness;
  private final LogFollower follower;

  HealthController(Readiness readiness, LogFollower follower) {
    this.readiness = readiness;
    this.follower = follower;
  }

  /// The process answers; nothing else is asked, because restarting it mends nothing else.
  @Get(uri = "/livez", produces = MediaType.TEXT_PLAIN)
  String getLiveness() {
    return "live\n";
  }

  /// The node has every environment in memory. It stays ready without the database, and says so.
  @Get("/readyz")
  HttpResponse<HealthResponse> getReadiness() {
    Readiness.State state = readiness.state();
    Duration age = follower.age();
    var body =
        new HealthResponse(
            state.name().toLowerCase(Locale.ROOT),
            age.compareTo(DATABASE_DOWN_AFTER) < 0 ? "up" : "down",
            age.toMillis(),
            follower.isListening());
    return state == Readiness.State.READY
        ? HttpResponse.ok(body)
        : HttpResponse.<HealthResponse>status(503, "Service Unavailable").body(body);
  }
}
