// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database;

import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.platform.RequestId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers 503 while the database cannot be used, and 500 when it refused a statement of ours.
@Singleton
final class DatabaseUnavailableHandler
    implements ExceptionHandler<DatabaseUnavailableException, HttpResponse<?>> {

  private static final Logger LOG = LoggerFactory.getLogger("dev.guidon.server.request");

  private final ErrorResponseProcessor<?> errors;

  DatabaseUnavailableHandler(ErrorResponseProcessor<?> errors) {
    this.errors = errors;
  }

  @Override
  @SuppressWarnings("rawtypes") // the framework's signature
  public HttpResponse<?> handle(HttpRequest request, DatabaseUnavailableException exception) {
    LOG.error(
        "{} {}: the database failed, request {}",
        request.getMethod(),
        request.getPath(),
        RequestId.of((HttpRequest<?>) request),
        exception);
    Problem problem = problem(exception);
    return errors.processResponse(
        ErrorContext.builder(request).cause(new ProblemException(problem)).build(),
        HttpResponse.status(problem.status(), null));
  }

  private static Problem problem(DatabaseUnavailableException exception) {
    return DatabaseUnavailableException.isTemporary(exception)
        ? new Problem(
            503,
            "database-unavailable",
            "the database cannot be used now; a change may or may not have been made:"
                + " try again with the same Idempotency-Key",
            List.of(),
            Map.of("Retry-After", "1"))
        : new Problem(
            500,
            "internal-error",
            "failed inside; the server's log has it by requestId",
            List.of(),
            Map.of());
  }
}
