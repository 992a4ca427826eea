// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.server.access.Allows;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.permission.Action;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// The SDKs of an environment over REST.
@Controller("/api/v1/projects/{project}/environments/{environment}/sdks")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SdksController {

  private final Convergence convergence;
  private final Definitions definitions;

  SdksController(Convergence convergence, Definitions definitions) {
    this.convergence = convergence;
    this.definitions = definitions;
  }

  /// How many SDKs are connected to this node, and which revision they serve.
  @Get
  @Allows(Action.ENVIRONMENT_READ)
  SdksResponse getSdks(String project, String environment) {
    return SdksResponse.from(convergence.on(definitions.environment(project, environment).id()));
  }
}
