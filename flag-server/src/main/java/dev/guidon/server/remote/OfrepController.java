// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.server.access.Action;
import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Principal.SdkKey;
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
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// OFREP: evaluation over HTTP for every OpenFeature language, by the environment's SDK key.
@Controller(OfrepController.FLAGS)
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OfrepController {

  static final String FLAGS = "/ofrep/v1/evaluate/flags";

  private final EnvironmentSnapshots snapshots;
  private final Clock clock;
  private final Map<UUID, SnapshotAnswers> answers = new ConcurrentHashMap<>();

  OfrepController(EnvironmentSnapshots snapshots, Clock clock) {
    this.snapshots = snapshots;
    this.clock = clock;
    snapshots.listenToRemoval(answers::remove);
  }

  @Post("/{key}")
  @Allows(Action.EVALUATE)
  HttpResponse<byte[]> evaluate(SdkKey sdkKey, String key, @Body byte[] body) {
    SnapshotAnswers current = answers(snapshot(sdkKey));
    Evaluation evaluation =
        current.flags().evaluate(key, EvaluationRequest.read(body), clock.millis());
    return json(status(evaluation), current.render(key, evaluation));
  }

  @Post
  @Allows(Action.EVALUATE)
  HttpResponse<byte[]> evaluateAll(
      SdkKey sdkKey, @Header("If-None-Match") @Nullable String ifNoneMatch, @Body byte[] body) {
    EnvironmentSnapshot snapshot = snapshot(sdkKey);
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

  private EnvironmentSnapshot snapshot(SdkKey sdkKey) {
    return snapshots
        .current(sdkKey.environmentId())
        .orElseThrow(() ->
            ProblemException.of(
                401, "unauthenticated", "the environment of this SDK key was deleted"));
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
