// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Caller;
import dev.guidon.server.access.MakesChange;
import dev.guidon.server.change.Answers;
import dev.guidon.server.change.Deletion;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.directory.GroupDefinition;
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

/// Groups over REST.
@Controller("/api/v1/groups")
@ExecuteOn(TaskExecutors.BLOCKING)
final class GroupController {

  private final PeopleService people;
  private final Cursors cursors;

  GroupController(PeopleService people, Cursors cursors) {
    this.people = people;
    this.cursors = cursors;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<GroupResponse> createGroup(
      @Parameter(hidden = true) Caller caller,
      @RequestBody(content = @Content(schema = @Schema(implementation = GroupRequest.class))) @Body
          byte[] body) {
    GroupRequest request = JsonBody.read(body, GroupRequest.class);
    String key = request.newKey();
    return Answers.created(
        people.create(
            caller.asks(body),
            GroupDefinition.TYPE,
            key,
            change -> request.definition(key, change)),
        "/api/v1/groups/" + key,
        (group, receipt) -> GroupResponse.of(group, people.people(), receipt));
  }

  @Get
  @Allows(Action.ACCESS_READ)
  PageDocument<GroupResponse> listGroups(
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return PageDocument.of(
        people
            .list(GroupDefinition.TYPE, Search.text(q), cursors.paging("groups", cursor, limit))
            .map(group -> GroupResponse.of(group, people.people(), null)));
  }

  @Get("/{key}")
  @Allows(Action.ACCESS_READ)
  HttpResponse<GroupResponse> getGroup(String key) {
    return Answers.read(
        people.get(GroupDefinition.TYPE, key),
        (group, receipt) -> GroupResponse.of(group, people.people(), receipt));
  }

  @Put("/{key}")
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<GroupResponse> replaceGroup(
      @Parameter(hidden = true) Caller caller,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = GroupRequest.class))) @Body
          byte[] body) {
    GroupRequest request = JsonBody.read(body, GroupRequest.class);
    return Answers.changed(
        people.replace(
            caller.asks(body),
            GroupDefinition.TYPE,
            key,
            Precondition.required(ifMatch),
            change -> request.definition(key, change)),
        (group, receipt) -> GroupResponse.of(group, people.people(), receipt));
  }

  @Delete("/{key}")
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<Deletion> deleteGroup(
      @Parameter(hidden = true) Caller caller,
      String key,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.deleted(
        people.delete(caller.asks(), GroupDefinition.TYPE, key, Precondition.optional(ifMatch)));
  }
}
