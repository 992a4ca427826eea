// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.Value;
import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Caller;
import dev.guidon.server.access.MakesChange;
import dev.guidon.server.change.Answers;
import dev.guidon.server.change.Deletion;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.Cursors;
import dev.guidon.server.platform.JsonBody;
import dev.guidon.server.platform.PageDocument;
import dev.guidon.server.platform.Parameters;
import dev.guidon.server.platform.json.JsonRecords;
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
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Flags over REST.
@Controller("/api/v1/projects/{project}/flags")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FlagController {

  private static final List<String> BOOLEANS = List.of("true", "false");
  private static final List<String> TYPES =
      List.of("boolean", "string", "integer", "number", "json");
  private static final List<String> PURPOSES =
      Arrays.stream(Purpose.values()).map(JsonRecords::label).toList();

  private final FlagService flags;
  private final Cursors cursors;

  FlagController(FlagService flags, Cursors cursors) {
    this.flags = flags;
    this.cursors = cursors;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Allows(Action.FLAG_WRITE)
  @MakesChange
  HttpResponse<FlagResponse> createFlag(
      @Parameter(hidden = true) Caller caller,
      String project,
      @RequestBody(content = @Content(schema = @Schema(implementation = FlagRequest.class))) @Body
          byte[] body) {
    FlagRequest request = JsonBody.read(body, FlagRequest.class);
    String key = request.newKey();
    return Answers.created(
        flags.create(caller.asks(body), project, key, request.created(key)),
        "/api/v1/projects/" + project + "/flags/" + key,
        FlagResponse::of);
  }

  /// The project's flags by key.
  ///
  /// @param q to be found in key or name
  /// @param archived whether those out of use are wanted, instead of those in use
  @Get
  @Allows(Action.FLAG_READ)
  PageDocument<FlagResponse> listFlags(
      String project,
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String type,
      @QueryValue @Nullable String purpose,
      @QueryValue @Nullable String tag,
      @QueryValue @Nullable String maintainer,
      @Parameter(schema = @Schema(type = "boolean")) @QueryValue @Nullable String archived,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    Search search = search(q, type, purpose, tag, maintainer, archived);
    return PageDocument.of(
        flags
            .list(project, search, cursors.paging("flags", cursor, limit))
            .map(flag -> FlagResponse.of(flag, null)));
  }

  static Search search(
      @Nullable String q,
      @Nullable String type,
      @Nullable String purpose,
      @Nullable String tag,
      @Nullable String maintainer,
      @Nullable String archived) {
    return Search.text(q)
        .with("type", Parameters.oneOf("type", type, TYPES))
        .with("purpose", Parameters.oneOf("purpose", purpose, PURPOSES))
        .withElement("tags", tag)
        .with("maintainer", maintainer)
        .with(
            "archived", Value.of("true".equals(Parameters.oneOf("archived", archived, BOOLEANS))));
  }

  @Get("/{key}")
  @Allows(Action.FLAG_READ)
  HttpResponse<FlagResponse> getFlag(String project, String key) {
    return Answers.read(flags.get(project, key), FlagResponse::of);
  }

  @Put("/{key}")
  @Allows({Action.FLAG_WRITE, Action.FLAG_EDIT_VALUES})
  @MakesChange
  HttpResponse<FlagResponse> replaceFlag(
      @Parameter(hidden = true) Caller caller,
      String project,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = FlagRequest.class))) @Body
          byte[] body) {
    FlagRequest request = JsonBody.read(body, FlagRequest.class);
    return Answers.changed(
        flags.edit(
            caller.asks(body),
            project,
            key,
            Precondition.required(ifMatch),
            before -> request.replacing(before, key)),
        FlagResponse::of);
  }

  @Patch("/{key}")
  @Consumes("application/merge-patch+json")
  @Allows({Action.FLAG_WRITE, Action.FLAG_EDIT_VALUES})
  @MakesChange
  HttpResponse<FlagResponse> patchFlag(
      @Parameter(hidden = true) Caller caller,
      String project,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(
              content =
                  @Content(
                      mediaType = "application/merge-patch+json",
                      schema = @Schema(implementation = FlagRequest.class)))
          @Body
          byte[] body) {
    Value patch = JsonBody.read(body);
    return Answers.changed(
        flags.edit(
            caller.asks(body),
            project,
            key,
            Precondition.required(ifMatch),
            before -> patched(key, before, patch)),
        FlagResponse::of);
  }

  private static Flag patched(String key, Flag before, Value patch) {
    return MergePatch.apply(FlagRequest.of(key, before), patch).replacing(before, key);
  }

  @Post("/{key}/archive")
  @Allows(Action.FLAG_WRITE)
  @MakesChange
  HttpResponse<FlagResponse> archiveFlag(
      @Parameter(hidden = true) Caller caller,
      String project,
      String key,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.changed(
        flags.archive(caller.asks(), project, key, Precondition.optional(ifMatch)),
        FlagResponse::of);
  }

  @Post("/{key}/unarchive")
  @Allows(Action.FLAG_WRITE)
  @MakesChange
  HttpResponse<FlagResponse> unarchiveFlag(
      @Parameter(hidden = true) Caller caller,
      String project,
      String key,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.changed(
        flags.unarchive(caller.asks(), project, key, Precondition.optional(ifMatch)),
        FlagResponse::of);
  }

  /// Makes the flag what it was at an earlier version.
  @Post("/{key}/restore")
  @Allows({Action.FLAG_WRITE, Action.FLAG_EDIT_VALUES})
  @MakesChange
  HttpResponse<FlagResponse> restoreFlag(
      @Parameter(hidden = true) Caller caller,
      String project,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = RestoreRequest.class)))
          @Body
          byte[] body) {
    RestoreRequest request = JsonBody.read(body, RestoreRequest.class);
    return Answers.changed(
        flags.restore(
            caller.asks(body), project, key, Precondition.optional(ifMatch), request.version()),
        FlagResponse::of);
  }

  @Delete("/{key}")
  @Allows(Action.FLAG_WRITE)
  @MakesChange
  HttpResponse<Deletion> deleteFlag(
      @Parameter(hidden = true) Caller caller,
      String project,
      String key,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.deleted(
        flags.delete(caller.asks(), project, key, Precondition.optional(ifMatch)));
  }
}
