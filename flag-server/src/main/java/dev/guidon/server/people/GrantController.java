// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Caller;
import dev.guidon.server.access.MakesChange;
import dev.guidon.server.change.Answers;
import dev.guidon.server.change.Deletion;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.directory.GrantDefinition;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.Cursors;
import dev.guidon.server.platform.IdGenerator;
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
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/// Who has which role where, over REST.
@Controller("/api/v1/grants")
@ExecuteOn(TaskExecutors.BLOCKING)
final class GrantController {

  private final PeopleService people;
  private final Cursors cursors;
  private final IdGenerator ids;

  GrantController(PeopleService people, Cursors cursors, IdGenerator ids) {
    this.people = people;
    this.cursors = cursors;
    this.ids = ids;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<GrantResponse> createGrant(
      @Parameter(hidden = true) Caller caller,
      @RequestBody(content = @Content(schema = @Schema(implementation = GrantRequest.class))) @Body
          byte[] body) {
    GrantRequest request = JsonBody.read(body, GrantRequest.class);
    request.check();
    String key = request.key() == null ? ids.next().toString() : request.key();
    return Answers.created(
        people.create(caller.asks(body), GrantDefinition.TYPE, key, request::definition),
        "/api/v1/grants/" + key,
        (grant, receipt) -> GrantResponse.of(grant, people.people(), receipt));
  }

  @Get
  @Allows(Action.ACCESS_READ)
  PageDocument<GrantResponse> listGrants(
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return PageDocument.of(
        people
            .list(GrantDefinition.TYPE, Search.text(q), cursors.paging("grants", cursor, limit))
            .map(grant -> GrantResponse.of(grant, people.people(), null)));
  }

  @Get("/{key}")
  @Allows(Action.ACCESS_READ)
  HttpResponse<GrantResponse> getGrant(String key) {
    return Answers.read(
        people.get(GrantDefinition.TYPE, key),
        (grant, receipt) -> GrantResponse.of(grant, people.people(), receipt));
  }

  @Delete("/{key}")
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<Deletion> deleteGrant(
      @Parameter(hidden = true) Caller caller,
      String key,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.deleted(
        people.delete(caller.asks(), GrantDefinition.TYPE, key, Precondition.optional(ifMatch)));
  }
}
