// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Principal.SdkKey;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.snapshot.EnvironmentSnapshot;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// OFREP: evaluation over HTTP for every OpenFeature language, by the environment's SDK key.
///
/// Answers on the thread of the connection: an evaluation takes less time than handing it to another thread.
@Controller(OfrepController.FLAGS)
@Consumes(MediaType.ALL)
final class OfrepController {

  static final String FLAGS = "/ofrep/v1/evaluate/flags";

  // Evaluating more than these would keep the other connections of the thread waiting.
  private static final int FEW_FLAGS = 5_000;

  private final EnvironmentSnapshots snapshots;
  private final Clock clock;
  private final Executor blocking;
  private final Map<UUID, SnapshotAnswers> answers = new ConcurrentHashMap<>();

  OfrepController(
      EnvironmentSnapshots snapshots,
      Clock clock,
      @Named(TaskExecutors.BLOCKING) Executor blocking) {
    this.snapshots = snapshots;
    this.clock = clock;
    this.blocking = blocking;
    snapshots.listenToRemoval(answers::remove);
  }

  @Post("/{key}")
  @ApiResponse(
      responseCode = "200",
      description = "OFREP's serverEvaluationSuccess",
      content = @Content(schema = @Schema(type = "object")))
  @Allows(Action.EVALUATE)
  CompletionStage<HttpResponse<byte[]>> evaluate(SdkKey sdkKey, String key, @Body byte[] body) {
    return answer(sdkKey, 1, snapshot -> one(snapshot, key, body));
  }

  @Post
  @ApiResponse(
      responseCode = "200",
      description = "OFREP's bulkEvaluationSuccess",
      content = @Content(schema = @Schema(type = "object")))
  @Allows(Action.EVALUATE)
  CompletionStage<HttpResponse<byte[]>> evaluateAll(
      SdkKey sdkKey, @Header("If-None-Match") @Nullable String ifNoneMatch, @Body byte[] body) {
    return answer(sdkKey, Integer.MAX_VALUE, snapshot -> all(snapshot, ifNoneMatch, body));
  }

  /// @param most how many flags are evaluated at most
  private CompletionStage<HttpResponse<byte[]>> answer(
      SdkKey sdkKey, int most, Function<EnvironmentSnapshot, HttpResponse<byte[]>> answer) {
    Optional<EnvironmentSnapshot> held = snapshots.inMemory(sdkKey.environmentId());
    if (held.isPresent() && Math.min(most, held.get().flags().flagKeys().size()) <= FEW_FLAGS) {
      return CompletableFuture.completedFuture(answer.apply(held.get()));
    }
    return CompletableFuture.supplyAsync(() -> answer.apply(snapshot(sdkKey)), blocking);
  }

  private EnvironmentSnapshot snapshot(SdkKey sdkKey) {
    return snapshots
        .current(sdkKey.environmentId())
        .orElseThrow(() ->
            ProblemException.of(
                401, "unauthenticated", "the environment of this SDK key was deleted"));
  }

  private HttpResponse<byte[]> one(EnvironmentSnapshot snapshot, String key, byte[] body) {
    SnapshotAnswers current = answers(snapshot);
    Evaluation evaluation =
        current.flags().evaluate(key, EvaluationRequest.read(body), clock.millis());
    return json(status(evaluation), current.render(key, evaluation));
  }

  private HttpResponse<byte[]> all(
      EnvironmentSnapshot snapshot, @Nullable String ifNoneMatch, byte[] body) {
    SnapshotAnswers current = answers(snapshot);
    EvaluationContext context = EvaluationRequest.read(body);
    if (!context.isValid()) {
      throw ProblemException.badRequest(
          "invalid-context",
          "context: cannot be read (expected: an object whose targetingKey is text)");
    }
    long now = clock.millis();
    String etag =
        BulkEtag.of(
            snapshot.epoch(), snapshot.revision(), current.nextChangeAfter(context, now), body);
    if (ifNoneMatch != null && BulkEtag.matches(ifNoneMatch, etag)) {
      return HttpResponse.<byte[]>notModified().header("ETag", etag);
    }
    return json(200, current.renderAll(context, now)).header("ETag", etag);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is the same snapshot, not an equal one
  private SnapshotAnswers answers(EnvironmentSnapshot snapshot) {
    SnapshotAnswers known = answers.get(snapshot.environmentId());
    if (known != null && known.flags() == snapshot.flags()) {
      return known;
    }
    var fresh = new SnapshotAnswers(snapshot.flags(), snapshot.revision());
    answers.put(snapshot.environmentId(), fresh);
    return fresh;
  }

  private static int status(Evaluation evaluation) {
    if (!(evaluation.reason() instanceof EvaluationError(ErrorKind error))) {
      return 200;
    }
    return error == ErrorKind.FLAG_NOT_FOUND ? 404 : 400;
  }

  private static MutableHttpResponse<byte[]> json(int status, byte[] body) {
    return HttpResponse.<byte[]>status(HttpStatus.valueOf(status))
        .body(body)
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
