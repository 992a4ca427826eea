// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.server.access.Allows;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.EnvironmentScope;
import dev.guidon.server.permission.Action;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// Where one context is named, over REST.
@Controller("/api/v1/projects/{project}/environments/{environment}/mentions")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MentionController {

  private final Definitions definitions;
  private final EnvironmentSnapshots snapshots;

  MentionController(Definitions definitions, EnvironmentSnapshots snapshots) {
    this.definitions = definitions;
    this.snapshots = snapshots;
  }

  /// Every target and every segment that names the context by its kind and targeting key.
  @Get
  @Allows(Action.SEGMENT_READ)
  MentionResponse findMentions(
      String project,
      String environment,
      @QueryValue String targetingKey,
      @QueryValue(defaultValue = "user") String contextKind) {
    EnvironmentScope scope = definitions.environment(project, environment);
    return snapshots
        .current(scope.id())
        .map(snapshot ->
            MentionResponse.of(snapshot.flags().definition(), contextKind, targetingKey))
        .orElseThrow(() -> new IllegalStateException("environment " + scope.id() + " is gone"));
  }
}
