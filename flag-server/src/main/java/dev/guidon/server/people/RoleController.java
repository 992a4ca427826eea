// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Caller;
import dev.guidon.server.access.MakesChange;
import dev.guidon.server.change.Answers;
import dev.guidon.server.change.Deletion;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.directory.RoleDefinition;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.Cursors;
import dev.guidon.server.platform.JsonBody;
import dev.guidon.server.platform.PageDocument;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
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

/// Roles over REST.
@Controller("/api/v1/roles")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RoleController {

  private final PeopleService people;
  private final Cursors cursors;

  RoleController(PeopleService people, Cursors cursors) {
    this.people = people;
    this.cursors = cursors;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<RoleResponse> createRole(
      @Parameter(hidden = true) Caller caller,
      @RequestBody(content = @Content(schema = @Schema(implementation = RoleRequest.class))) @Body
          byte[] body) {
    RoleRequest request = JsonBody.read(body, RoleRequest.class);
    String key = request.newKey();
    return Answers.created(
        people.create(
            caller.asks(body), RoleDefinition.TYPE, key, change -> request.definition(key)),
        "/api/v1/roles/" + key,
        RoleResponse::of);
  }

  @Get
  @Allows(Action.ACCESS_READ)
  PageDocument<RoleResponse> listRoles(
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return PageDocument.of(
        people
            .list(RoleDefinition.TYPE, Search.text(q), cursors.paging("roles", cursor, limit))
            .map(role -> RoleResponse.of(role, null)));
  }

  @Get("/{key}")
  @Allows(Action.ACCESS_READ)
  HttpResponse<RoleResponse> getRole(String key) {
    return Answers.read(people.get(RoleDefinition.TYPE, key), RoleResponse::of);
  }

  @Put("/{key}")
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<RoleResponse> replaceRole(
      @Parameter(hidden = true) Caller caller,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = RoleRequest.class))) @Body
          byte[] body) {
    RoleRequest request = JsonBody.read(body, RoleRequest.class);
    return Answers.changed(
        people.replace(
            caller.asks(body),
            RoleDefinition.TYPE,
            key,
            Precondition.required(ifMatch),
            change -> request.definition(key)),
        RoleResponse::of);
  }

  @Delete("/{key}")
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<Deletion> deleteRole(
      @Parameter(hidden = true) Caller caller,
      String key,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.deleted(
        people.delete(caller.asks(), RoleDefinition.TYPE, key, Precondition.optional(ifMatch)));
  }
}
