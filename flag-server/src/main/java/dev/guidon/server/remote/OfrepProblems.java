// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemFormat;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Refusals in OFREP's form: its clients read no other, and fail on an empty body.
@Singleton
final class OfrepProblems implements ProblemFormat {

  @Override
  public boolean covers(HttpRequest<?> request) {
    return request.getPath().startsWith("/ofrep/");
  }

  @Override
  public byte[] body(Problem problem, HttpRequest<?> request) {
    return OfrepJson.failure(flagKey(request), errorCode(problem), problem.detail());
  }

  @Override
  public MediaType mediaType() {
    return MediaType.APPLICATION_JSON_TYPE;
  }

  private static String errorCode(Problem problem) {
    return switch (problem.code()) {
      case "invalid-json" -> "PARSE_ERROR";
      case "invalid-context" -> "INVALID_CONTEXT";
      default -> "GENERAL";
    };
  }

  private static @Nullable String flagKey(HttpRequest<?> request) {
    String path = request.getPath();
    return path.startsWith(OfrepController.FLAGS + "/")
        ? path.substring(OfrepController.FLAGS.length() + 1)
        : null;
  }
}
