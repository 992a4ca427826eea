// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.sdkkey;

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
import dev.guidon.server.sdkkey.SdkKeyService.Made;
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

/// SDK keys over REST.
@Controller("/api/v1/projects/{project}/environments/{environment}/sdk-keys")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SdkKeyController {

  private final SdkKeyService sdkKeys;
  private final Cursors cursors;

  SdkKeyController(SdkKeyService sdkKeys, Cursors cursors) {
    this.sdkKeys = sdkKeys;
    this.cursors = cursors;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Allows(Action.SDK_KEY_WRITE)
  @MakesChange
  HttpResponse<SdkKeyResponse> createSdkKey(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      @RequestBody(content = @Content(schema = @Schema(implementation = SdkKeyRequest.class))) @Body
          byte[] body) {
    SdkKeyRequest request = JsonBody.read(body, SdkKeyRequest.class);
    String key = request.newKey();
    Made made = sdkKeys.create(caller.asks(body), project, environment, key, request.nameOr(key));
    return Answers.created(
        made.committed(),
        "/api/v1/projects/" + project + "/environments/" + environment + "/sdk-keys/" + key,
        (sdkKey, receipt) -> {
          SdkKeyResponse response = SdkKeyResponse.of(sdkKey, receipt);
          // The first answer showed the token; nobody has it any more.
          return made.committed().repeated() ? response : response.withToken(made.token());
        });
  }

  @Get
  @Allows(Action.SDK_KEY_READ)
  PageDocument<SdkKeyResponse> listSdkKeys(
      String project,
      String environment,
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return PageDocument.of(
        sdkKeys
            .list(project, environment, Search.text(q), cursors.paging("sdk-keys", cursor, limit))
            .map(sdkKey -> SdkKeyResponse.of(sdkKey, null)));
  }

  @Get("/{key}")
  @Allows(Action.SDK_KEY_READ)
  HttpResponse<SdkKeyResponse> getSdkKey(String project, String environment, String key) {
    return Answers.read(sdkKeys.get(project, environment, key), SdkKeyResponse::of);
  }

  @Put("/{key}")
  @Allows(Action.SDK_KEY_WRITE)
  @MakesChange
  HttpResponse<SdkKeyResponse> replaceSdkKey(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = SdkKeyRequest.class))) @Body
          byte[] body) {
    String name = JsonBody.read(body, SdkKeyRequest.class).nameOr(key);
    return Answers.changed(
        sdkKeys.rename(
            caller.asks(body),
            project,
            environment,
            key,
            Precondition.required(ifMatch),
            before -> name),
        SdkKeyResponse::of);
  }

  @Patch("/{key}")
  @Consumes("application/merge-patch+json")
  @Allows(Action.SDK_KEY_WRITE)
  @MakesChange
  HttpResponse<SdkKeyResponse> patchSdkKey(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String key,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(
              content =
                  @Content(
                      mediaType = "application/merge-patch+json",
                      schema = @Schema(implementation = SdkKeyRequest.class)))
          @Body
          byte[] body) {
    Value patch = JsonBody.read(body);
    return Answers.changed(
        sdkKeys.rename(
            caller.asks(body),
            project,
            environment,
            key,
            Precondition.required(ifMatch),
            before -> MergePatch.apply(new SdkKeyRequest(key, before), patch).nameOr(key)),
        SdkKeyResponse::of);
  }

  @Delete("/{key}")
  @Allows(Action.SDK_KEY_WRITE)
  @MakesChange
  HttpResponse<Deletion> revokeSdkKey(
      @Parameter(hidden = true) Caller caller,
      String project,
      String environment,
      String key,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.deleted(
        sdkKeys.revoke(caller.asks(), project, environment, key, Precondition.optional(ifMatch)));
  }
}
