// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import dev.guidon.server.access.Allows;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.ProblemException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Usage over REST.
@Controller("/api/v1/projects/{project}/environments/{environment}/usage")
@ExecuteOn(TaskExecutors.BLOCKING)
final class UsageController {

  private static final Duration DEFAULT = Duration.ofDays(7);

  private final Transactions transactions;
  private final Definitions definitions;
  private final Clock clock;

  UsageController(Transactions transactions, Definitions definitions, Clock clock) {
    this.transactions = transactions;
    this.definitions = definitions;
    this.clock = clock;
  }

  /// How often each flag served what, from the hour of `since` on.
  @Get
  @Allows(Action.FLAG_READ)
  UsageResponse getUsage(
      String project,
      String environment,
      @QueryValue @Nullable String since,
      @QueryValue @Nullable String flag) {
    Instant from = since == null ? clock.instant().minus(DEFAULT) : instant(since);
    UUID environmentId = definitions.environment(project, environment).id();
    return UsageResponse.from(
        from.truncatedTo(ChronoUnit.HOURS),
        transactions.read(connection -> UsageStore.read(connection, environmentId, from, flag)));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw ProblemException.badRequest(
          "invalid-parameter",
          "since: " + text + " (expected: an instant such as 2026-11-21T00:00:00Z)");
    }
  }
}
