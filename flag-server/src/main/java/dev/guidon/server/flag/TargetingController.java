// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.Value;
import dev.guidon.server.access.Action;
import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Caller;
import dev.guidon.server.change.Answers;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.platform.JsonBody;
import dev.guidon.server.platform.json.JsonRecords;
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
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/// How a flag is served in an environment, over REST.
@Controller("/api/v1/projects/{project}/environments/{environment}/flags/{flag}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TargetingController {

  private final TargetingService targetings;

  TargetingController(TargetingService targetings) {
    this.targetings = targetings;
  }

  @Get("/targeting")
  @Allows(Action.TARGETING_READ)
  HttpResponse<TargetingResponse> get(String project, String environment, String flag) {
    return Answers.read(targetings.get(project, environment, flag), TargetingResponse::of);
  }

  @Put("/targeting")
  @Allows(Action.TARGETING_WRITE)
  HttpResponse<TargetingResponse> replace(
      Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @Body byte[] body) {
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

  @Patch("/targeting")
  @Consumes("application/merge-patch+json")
  @Allows(Action.TARGETING_WRITE)
  HttpResponse<TargetingResponse> patch(
      Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @Body byte[] body) {
    Value patch = JsonBody.read(body);
    return Answers.changed(
        targetings.edit(
            caller.asks(body),
            project,
            environment,
            flag,
            Precondition.required(ifMatch),
            before ->
                JsonRecords.readRequest(
                    MergePatch.apply(JsonRecords.write(before), patch), TargetingDraft.class)),
        TargetingResponse::of);
  }

  /// Sets the weights of one rollout and says who moved.
  @Post("/weights")
  @Allows(Action.TARGETING_WRITE)
  HttpResponse<WeightsResponse> weigh(
      Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @Body byte[] body) {
    RolloutWeights weights = JsonBody.read(body, RolloutWeights.class);
    Committed<FlagTargeting> committed =
        targetings.weigh(
            caller.asks(body), project, environment, flag, Precondition.optional(ifMatch), weights);
    return Answers.changed(
        committed,
        (targeting, receipt) ->
            WeightsResponse.of(
                weights.rule(), committed, TargetingResponse.of(targeting, receipt)));
  }

  /// Makes the targeting what it is in another environment; on or off stays as it is here.
  @Post("/copy")
  @Allows(Action.TARGETING_WRITE)
  HttpResponse<TargetingResponse> copy(
      Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @Body byte[] body) {
    CopyRequest request = JsonBody.read(body, CopyRequest.class);
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
  @Post("/targeting/restore")
  @Allows(Action.TARGETING_WRITE)
  HttpResponse<TargetingResponse> restore(
      Caller caller,
      String project,
      String environment,
      String flag,
      @Header("If-Match") @Nullable String ifMatch,
      @Body byte[] body) {
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

  @Post("/on")
  @Allows(Action.TARGETING_WRITE)
  HttpResponse<TargetingResponse> on(
      Caller caller, String project, String environment, String flag) {
    return Answers.changed(
        targetings.turn(caller.asks(), project, environment, flag, true), TargetingResponse::of);
  }

  @Post("/off")
  @Allows(Action.TARGETING_WRITE)
  HttpResponse<TargetingResponse> off(
      Caller caller, String project, String environment, String flag) {
    return Answers.changed(
        targetings.turn(caller.asks(), project, environment, flag, false), TargetingResponse::of);
  }
}
