// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.project;

import dev.guidon.evaluation.Value;
import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Caller;
import dev.guidon.server.access.MakesChange;
import dev.guidon.server.change.Answers;
import dev.guidon.server.change.Deletion;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.permission.Action;
import dev.guidon.server.permission.Reach;
import dev.guidon.server.platform.Cursors;
import dev.guidon.server.platform.JsonBody;
import dev.guidon.server.platform.PageDocument;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.platform.json.MergePatch;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/// Environments over REST.
@Controller("/api/v1/projects/{project}/environments")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EnvironmentController {

  private final EnvironmentService environments;
  private final Cursors cursors;

  EnvironmentController(EnvironmentService environments, Cursors cursors) {
    this.environments = environments;
    this.cursors = cursors;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Allows(value = Action.ENVIRONMENT_WRITE, anywhere = true)
  @MakesChange
  HttpResponse<ProjectResponse> createEnvironment(
      @Parameter(hidden = true) Caller caller,
      String project,
      @RequestBody(content = @Content(schema = @Schema(implementation = ProjectRequest.class)))
          @Body
          byte[] body) {
    ProjectRequest request = JsonBody.read(body, ProjectRequest.class);
    String key = request.newKey();
    return Answers.created(
        environments.create(caller.asks(body), project, key, request.environment(key)),
        "/api/v1/projects/" + project + "/environments/" + key,
        ProjectResponse::ofEnvironment);
  }

  @Get
  @Allows(value = Action.ENVIRONMENT_READ, anywhere = true)
  PageDocument<ProjectResponse> listEnvironments(
      @Parameter(hidden = true) Caller caller,
      String project,
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return PageDocument.of(
        environments
            .list(
                project,
                seen(caller, Search.text(q)),
                cursors.paging("environments", cursor, limit))
            .map(environment -> ProjectResponse.ofEnvironment(environment, null)));
  }

  private static Search seen(Caller caller, Search search) {
    return switch (caller.reach(Action.ENVIRONMENT_READ)) {
      case Reach.Everywhere _ -> search;
      case Reach.Some(var _, var environments) -> search.among(environments);
    };
  }

  @Get("/{key}")
  @Allows(value = Action.ENVIRONMENT_READ, environment = "key")
  HttpResponse<ProjectResponse> getEnvironment(String project, String key) {
    return Answers.read(environments.get(project, key), ProjectResponse::ofEnvironment);
  }

  @Put("/{key}")
  @Allows(value = Action.ENVIRONMENT_WRITE, environment = "key")
  @MakesChange
  HttpResponse<ProjectResponse> replaceEnvironment(
      @Parameter(hidden = true) Caller caller,
      String project,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = ProjectRequest.class)))
          @Body
          byte[] body) {
    ProjectRequest request = JsonBody.read(body, ProjectRequest.class);
    return Answers.changed(
        environments.edit(
            caller.asks(body),
            project,
            key,
            Precondition.required(ifMatch),
            before -> request.environment(key)),
        ProjectResponse::ofEnvironment);
  }

  @Patch("/{key}")
  @Consumes("application/merge-patch+json")
  @Allows(value = Action.ENVIRONMENT_WRITE, environment = "key")
  @MakesChange
  HttpResponse<ProjectResponse> patchEnvironment(
      @Parameter(hidden = true) Caller caller,
      String project,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(
              content =
                  @Content(
                      mediaType = "application/merge-patch+json",
                      schema = @Schema(implementation = ProjectRequest.class)))
          @Body
          byte[] body) {
    Value patch = JsonBody.read(body);
    return Answers.changed(
        environments.edit(
            caller.asks(body),
            project,
            key,
            Precondition.required(ifMatch),
            before -> patched(key, before, patch).environment(key)),
        ProjectResponse::ofEnvironment);
  }

  /// Ends an environment with its targeting, segments and SDK keys.
  ///
  /// @param confirm the environment's key once more, or the request is refused
  @Delete("/{key}")
  @Allows(value = Action.ENVIRONMENT_WRITE, environment = "key")
  @MakesChange
  HttpResponse<Deletion> deleteEnvironment(
      @Parameter(hidden = true) Caller caller,
      String project,
      String key,
      @QueryValue @Nullable String confirm,
      @Header("If-Match") @Nullable String ifMatch) {
    requireConfirmation(key, confirm);
    return Answers.deleted(
        environments.delete(caller.asks(), project, key, Precondition.optional(ifMatch)));
  }

  private static void requireConfirmation(String key, @Nullable String confirm) {
    if (!key.equals(confirm)) {
      throw ProblemException.of(
          428,
          "confirmation-required",
          "confirm: %s (expected: %s, because all that the environment has ends with it)"
              .formatted(confirm == null ? "missing" : confirm, key));
    }
  }

  private static ProjectRequest patched(String key, Environment before, Value patch) {
    return MergePatch.apply(ProjectRequest.of(key, before), patch);
  }
}
