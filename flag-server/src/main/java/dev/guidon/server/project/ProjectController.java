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

/// Projects over REST.
@Controller("/api/v1/projects")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProjectController {

  private final ProjectService projects;
  private final Cursors cursors;

  ProjectController(ProjectService projects, Cursors cursors) {
    this.projects = projects;
    this.cursors = cursors;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Allows(value = Action.PROJECT_WRITE, anywhere = true)
  @MakesChange
  HttpResponse<ProjectResponse> createProject(
      @Parameter(hidden = true) Caller caller,
      @RequestBody(content = @Content(schema = @Schema(implementation = ProjectRequest.class)))
          @Body
          byte[] body) {
    ProjectRequest request = JsonBody.read(body, ProjectRequest.class);
    String key = request.newKey();
    return Answers.created(
        projects.create(caller.asks(body), key, request.project(key)),
        "/api/v1/projects/" + key,
        ProjectResponse::of);
  }

  @Get
  @Allows(value = Action.PROJECT_READ, anywhere = true)
  PageDocument<ProjectResponse> listProjects(
      @Parameter(hidden = true) Caller caller,
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return PageDocument.of(
        projects
            .list(seen(caller, Search.text(q)), cursors.paging("projects", cursor, limit))
            .map(project -> ProjectResponse.of(project, null)));
  }

  private static Search seen(Caller caller, Search search) {
    return switch (caller.reach(Action.PROJECT_READ)) {
      case Reach.Everywhere _ -> search;
      case Reach.Some(var projects, var _) -> search.among(projects);
    };
  }

  @Get("/{key}")
  @Allows(value = Action.PROJECT_READ, project = "key")
  HttpResponse<ProjectResponse> getProject(String key) {
    return Answers.read(projects.get(key), ProjectResponse::of);
  }

  @Put("/{key}")
  @Allows(value = Action.PROJECT_WRITE, project = "key")
  @MakesChange
  HttpResponse<ProjectResponse> replaceProject(
      @Parameter(hidden = true) Caller caller,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = ProjectRequest.class)))
          @Body
          byte[] body) {
    ProjectRequest request = JsonBody.read(body, ProjectRequest.class);
    return Answers.changed(
        projects.edit(
            caller.asks(body), key, Precondition.required(ifMatch), before -> request.project(key)),
        ProjectResponse::of);
  }

  @Patch("/{key}")
  @Consumes("application/merge-patch+json")
  @Allows(value = Action.PROJECT_WRITE, project = "key")
  @MakesChange
  HttpResponse<ProjectResponse> patchProject(
      @Parameter(hidden = true) Caller caller,
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
        projects.edit(
            caller.asks(body),
            key,
            Precondition.required(ifMatch),
            before -> patched(key, before, patch).project(key)),
        ProjectResponse::of);
  }

  @Delete("/{key}")
  @Allows(value = Action.PROJECT_WRITE, project = "key")
  @MakesChange
  HttpResponse<Deletion> deleteProject(
      @Parameter(hidden = true) Caller caller,
      String key,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.deleted(projects.delete(caller.asks(), key, Precondition.optional(ifMatch)));
  }

  private static ProjectRequest patched(String key, Project before, Value patch) {
    return MergePatch.apply(ProjectRequest.of(key, before), patch);
  }
}
