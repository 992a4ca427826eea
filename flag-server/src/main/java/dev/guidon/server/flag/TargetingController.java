// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.Value;
import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Caller;
import dev.guidon.server.access.MakesChange;
import dev.guidon.server.change.Answers;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.Cursors;
import dev.guidon.server.platform.JsonBody;
import dev.guidon.server.platform.PageDocument;
import dev.guidon.server.platform.json.MergePatch;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/// How a flag is served in an environment, over REST.
@Controller("/api/v1/projects/{project}/environments/{environment}/flags")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TargetingController {

  private final TargetingService targetings;
  private final Cursors cursors;

  TargetingController(TargetingService targetings, Cursors cursors) {
    this.targetings = targetings;
    this.cursors = cursors;
  }

  /// How each of the project's flags is served here.
  ///
  /// @param q to be found in the flag's key or name
  /// @param archived whether flags out of use are wanted, instead of those in use
  @Get
  @Allows(Action.TARGETING_READ)
  PageDocument<TargetingResponse> listTargetings(
      String project,
      String environment,
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String type,
      @QueryValue @Nullable String purpose,
      @QueryValue @Nullable String tag,
      @QueryValue @Nullable String maintainer,
      @Parameter(schema = @Schema(type = "boolean")) @QueryValue @Nullable String archived,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    Search search = FlagController.search(q, type, purpose, tag, maintainer, archived);
    return PageDocument.of(
        targetings
            .list(project, environment, search, cursors.paging("flags", cursor, limit))
            .map(targeting -> TargetingResponse.of(targeting, null)));
  }

  @Get("/{flag}/targeting")
  @Allows(Action.TARGETING_READ)
  HttpResponse<TargetingResponse> getTargeting(String project, String environment, String flag) {
    return Answers.read(targetings.get(project, environment, flag), TargetingResponse::of);
  }

  @Put("/{flag}/targeting")
  @Allows({Action.TARGETING_WRITE, Action.TARGETING_TURN, Action.TARGETING_WEIGH})
  @MakesChange
  HttpResponse<TargetingResponse> replaceTargeting(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = TargetingDraft.class)))
          @Body
          byte[] body) {
    TargetingDraft draft = JsonBody.read(body, TargetingDraft.class);
    return Answers.changed(
        targetings.edit(
            caller.asks(body),
            project,
            environment,
            flag,
            Precondition.required(ifMatch),
            before -> draft),
        TargetingResponse::of);
  }

  @Patch("/{flag}/targeting")
  @Consumes("application/merge-patch+json")
  @Allows({Action.TARGETING_WRITE, Action.TARGETING_TURN, Action.TARGETING_WEIGH})
  @MakesChange
  HttpResponse<TargetingResponse> patchTargeting(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(
              content =
                  @Content(
                      mediaType = "application/merge-patch+json",
                      schema = @Schema(implementation = TargetingDraft.class)))
          @Body
          byte[] body) {
    Value patch = JsonBody.read(body);
    return Answers.changed(
        targetings.edit(
            caller.asks(body),
            project,
            environment,
            flag,
            Precondition.required(ifMatch),
            before -> MergePatch.apply(before, patch)),
        TargetingResponse::of);
  }

  /// Sets the weights of one rollout and says who moved. What serves one variation becomes a rollout.
  @Post("/{flag}/weights")
  @Allows({Action.TARGETING_WRITE, Action.TARGETING_WEIGH})
  @MakesChange
  HttpResponse<WeightsResponse> weighRollout(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = WeightsRequest.class)))
          @Body
          byte[] body) {
    RolloutEdit edit = JsonBody.read(body, WeightsRequest.class).edit();
    return editRollout(caller.asks(body), project, environment, flag, ifMatch, edit);
  }

  /// Begins one rollout anew with another salt, which moves most people.
  @Post("/{flag}/reshuffle")
  @Allows(Action.TARGETING_WRITE)
  @MakesChange
  HttpResponse<WeightsResponse> reshuffleRollout(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = ReshuffleRequest.class)))
          @Body
          byte[] body) {
    RolloutEdit edit = JsonBody.read(body, ReshuffleRequest.class).edit();
    return editRollout(caller.asks(body), project, environment, flag, ifMatch, edit);
  }

  private HttpResponse<WeightsResponse> editRollout(
      Intent intent,
      String project,
      String environment,
      String flag,
      @Nullable String ifMatch,
      RolloutEdit edit) {
    Committed<FlagTargeting> committed =
        targetings.editRollout(
            intent, project, environment, flag, Precondition.optional(ifMatch), edit);
    return Answers.changed(
        committed,
        (targeting, receipt) ->
            WeightsResponse.of(edit.rule(), committed, TargetingResponse.of(targeting, receipt)));
  }

  /// Makes the targeting what it is in another environment; on or off stays as it is here.
  @Post("/{flag}/copy")
  @Allows({Action.TARGETING_WRITE, Action.TARGETING_WEIGH})
  @MakesChange
  HttpResponse<TargetingResponse> copyTargeting(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = CopyRequest.class))) @Body
          byte[] body) {
    CopyRequest request = JsonBody.read(body, CopyRequest.class);
    caller.standing().require(project, request.from(), Action.TARGETING_READ);
    return Answers.changed(
        targetings.copy(
            caller.asks(body),
            project,
            request.from(),
            environment,
            flag,
            Precondition.optional(ifMatch)),
        TargetingResponse::of);
  }

  /// Makes the targeting what it was at an earlier version, allocations included.
  @Post("/{flag}/targeting/restore")
  @Allows({Action.TARGETING_WRITE, Action.TARGETING_TURN, Action.TARGETING_WEIGH})
  @MakesChange
  HttpResponse<TargetingResponse> restoreTargeting(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = RestoreRequest.class)))
          @Body
          byte[] body) {
    RestoreRequest request = JsonBody.read(body, RestoreRequest.class);
    return Answers.changed(
        targetings.restore(
            caller.asks(body),
            project,
            environment,
            flag,
            Precondition.optional(ifMatch),
            request.version()),
        TargetingResponse::of);
  }

  @Post("/{flag}/on")
  @Allows(Action.TARGETING_TURN)
  @MakesChange
  HttpResponse<TargetingResponse> turnFlagOn(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.changed(
        targetings.turn(
            caller.asks(), project, environment, flag, Precondition.optional(ifMatch), true),
        TargetingResponse::of);
  }

  @Post("/{flag}/off")
  @Allows(Action.TARGETING_TURN)
  @MakesChange
  HttpResponse<TargetingResponse> turnFlagOff(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.changed(
        targetings.turn(
            caller.asks(), project, environment, flag, Precondition.optional(ifMatch), false),
        TargetingResponse::of);
  }
}
