// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

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

/// Segments over REST.
@Controller("/api/v1/projects/{project}/environments/{environment}/segments")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SegmentController {

  private final SegmentService segments;
  private final Cursors cursors;

  SegmentController(SegmentService segments, Cursors cursors) {
    this.segments = segments;
    this.cursors = cursors;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Allows(Action.SEGMENT_WRITE)
  @MakesChange
  HttpResponse<SegmentResponse> createSegment(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      @RequestBody(content = @Content(schema = @Schema(implementation = SegmentDraft.class))) @Body
          byte[] body) {
    SegmentDraft draft = JsonBody.read(body, SegmentDraft.class);
    String key = draft.newKey();
    return Answers.created(
        segments.create(caller.asks(body), project, environment, key, draft),
        "/api/v1/projects/" + project + "/environments/" + environment + "/segments/" + key,
        SegmentResponse::of);
  }

  @Get
  @Allows(Action.SEGMENT_READ)
  PageDocument<SegmentSummary> listSegments(
      String project,
      String environment,
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String tag,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return PageDocument.of(
        segments
            .list(
                project,
                environment,
                Search.text(q).withElement("tags", tag),
                cursors.paging("segments", cursor, limit))
            .map(SegmentSummary::of));
  }

  @Get("/{key}")
  @Allows(Action.SEGMENT_READ)
  HttpResponse<SegmentResponse> getSegment(String project, String environment, String key) {
    return Answers.read(segments.get(project, environment, key), SegmentResponse::of);
  }

  @Put("/{key}")
  @Allows(Action.SEGMENT_WRITE)
  @MakesChange
  HttpResponse<SegmentResponse> replaceSegment(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = SegmentDraft.class))) @Body
          byte[] body) {
    SegmentDraft draft = JsonBody.read(body, SegmentDraft.class);
    return Answers.changed(
        segments.edit(
            caller.asks(body),
            project,
            environment,
            key,
            Precondition.required(ifMatch),
            before -> draft),
        SegmentResponse::of);
  }

  @Patch("/{key}")
  @Consumes("application/merge-patch+json")
  @Allows(Action.SEGMENT_WRITE)
  @MakesChange
  HttpResponse<SegmentResponse> patchSegment(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(
              content =
                  @Content(
                      mediaType = "application/merge-patch+json",
                      schema = @Schema(implementation = SegmentDraft.class)))
          @Body
          byte[] body) {
    Value patch = JsonBody.read(body);
    return Answers.changed(
        segments.edit(
            caller.asks(body),
            project,
            environment,
            key,
            Precondition.required(ifMatch),
            before -> MergePatch.apply(before, patch)),
        SegmentResponse::of);
  }

  /// Adds members and takes members away, many at once; the answer does not repeat them all.
  @Post("/{key}/members")
  @Allows(Action.SEGMENT_WRITE)
  @MakesChange
  HttpResponse<MembersResponse> editSegmentMembers(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = MemberRequest.class))) @Body
          byte[] body) {
    MemberRequest request = JsonBody.read(body, MemberRequest.class);
    return Answers.changed(
        segments.editMembers(
            caller.asks(body),
            project,
            environment,
            key,
            Precondition.optional(ifMatch),
            request.edit()),
        MembersResponse::of);
  }

  /// Makes the segment what it was at an earlier version.
  @Post("/{key}/restore")
  @Allows(Action.SEGMENT_WRITE)
  @MakesChange
  HttpResponse<SegmentResponse> restoreSegment(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = RestoreRequest.class)))
          @Body
          byte[] body) {
    RestoreRequest request = JsonBody.read(body, RestoreRequest.class);
    return Answers.changed(
        segments.restore(
            caller.asks(body),
            project,
            environment,
            key,
            Precondition.optional(ifMatch),
            request.version()),
        SegmentResponse::of);
  }

  @Delete("/{key}")
  @Allows(Action.SEGMENT_WRITE)
  @MakesChange
  HttpResponse<Deletion> deleteSegment(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String key,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.deleted(
        segments.delete(caller.asks(), project, environment, key, Precondition.optional(ifMatch)));
  }
}
