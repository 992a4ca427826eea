// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import dev.guidon.server.platform.Problem.Fault;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.reflect.ReflectionUtils;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renders every refusal as RFC 9457's document, the framework's own (no such route, body too large, …) included; where a
/// route follows another standard, in that one's form.
@Singleton
final class ProblemRenderer
    implements ErrorResponseProcessor<Object>,
        ExceptionHandler<ProblemException, HttpResponse<Object>> {

  private static final Logger LOG = LoggerFactory.getLogger("dev.guidon.server.request");

  private static final Pattern ALLOWED = Pattern.compile("Allowed (?:types|methods): \\[([^]]*)]");

  private final List<ProblemFormat> formats;

  ProblemRenderer(List<ProblemFormat> formats) {
    this.formats = formats;
  }

  @Override
  @SuppressWarnings("rawtypes") // the framework's signature
  public HttpResponse<Object> handle(HttpRequest request, ProblemException exception) {
    Problem problem = exception.problem();
    return render(problem, (HttpRequest<?>) request, HttpResponse.status(problem.status(), null));
  }

  @Override
  public MutableHttpResponse<Object> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    Throwable cause = context.getRootCause().orElse(null);
    Problem problem =
        cause instanceof ProblemException refusal
            ? refusal.problem()
            : problem(response.code(), context);
    if (problem.status() >= 500 && !(cause instanceof ProblemException)) {
      LOG.error(
          "{} {} failed, request {}",
          context.getRequest().getMethod(),
          context.getRequest().getPath(),
          RequestId.of(context.getRequest()),
          cause);
    }
    return render(problem, context.getRequest(), response.status(problem.status()));
  }

  private MutableHttpResponse<Object> render(
      Problem problem, HttpRequest<?> request, MutableHttpResponse<?> response) {
    problem.headers().forEach(response::header);
    for (ProblemFormat format : formats) {
      if (format.covers(request)) {
        return response.<Object>body(format.body(problem, request)).contentType(format.mediaType());
      }
    }
    return response
        .<Object>body(ProblemDocument.of(problem, request.getPath(), RequestId.of(request)))
        .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
  }

  private static Problem problem(int status, ErrorContext context) {
    HttpRequest<?> request = context.getRequest();
    String message =
        context.getErrors().stream().map(Error::getMessage).findFirst().orElse("no detail");
    return switch (status) {
      case 400 -> invalid(context, message);
      case 404 -> plain(404, "route-not-found", "nothing is at " + request.getPath());
      case 405 ->
          plain(
              405,
              "method-not-allowed",
              request.getMethod() + " (expected: " + allowed(message, "another method") + ")");
      case 406 ->
          plain(406, "not-acceptable", "Accept: nothing that can be sent (" + message + ")");
      case 413 -> plain(413, "body-too-large", message);
      case 415 ->
          plain(
              415,
              "unsupported-media-type",
              "Content-Type: "
                  + request.getContentType().map(MediaType::toString).orElse("none")
                  + " (expected: "
                  + allowed(message, "one that this route reads")
                  + ")");
      case 503 -> plain(503, "unavailable", "cannot be served now; try again");
      default ->
          status >= 500
              // What failed inside is in the log under the request's id, never in the answer.
              ? plain(500, "internal-error", "failed inside; the server's log has it by requestId")
              : plain(status, reason(status), message);
    };
  }

  /// What the framework lists as allowed in its message.
  private static String allowed(String message, String otherwise) {
    Matcher list = ALLOWED.matcher(message);
    return list.find() ? list.group(1) : otherwise;
  }

  private static Problem invalid(ErrorContext context, String message) {
    return switch (context.getRootCause().orElse(null)) {
      case UnsatisfiedBodyRouteException _ -> {
        String detail = "body: missing (expected: JSON)";
        yield new Problem(
            400, "invalid-request", detail, List.of(Fault.of("", "missing", detail)), Map.of());
      }
      case UnsatisfiedRouteException missing ->
          plain(
              400,
              "invalid-parameter",
              missing.getArgument().getName() + ": missing (expected: a value)");
      case ConversionErrorException wrong ->
          plain(
              400,
              "invalid-parameter",
              wrong.getArgument().getName()
                  + ": "
                  + wrong.getConversionError().getOriginalValue().orElse("")
                  + " (expected: "
                  + inWords(wrong.getArgument().getType())
                  + ")");
      case null, default -> invalidOtherwise(context, message);
    };
  }

  private static String inWords(Class<?> type) {
    return Number.class.isAssignableFrom(ReflectionUtils.getWrapperType(type))
        ? "an integer"
        : "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static Problem invalidOtherwise(ErrorContext context, String message) {
    List<Fault> errors =
        context.getErrors().stream()
            .map(error ->
                Fault.of(error.getPath().orElse(""), "invalid-request", error.getMessage()))
            .toList();
    return new Problem(400, "invalid-request", message, errors, Map.of());
  }

  private static Problem plain(int status, String code, String detail) {
    return new Problem(status, code, detail, List.of(), Map.of());
  }

  private static String reason(int status) {
    return HttpStatus.getDefaultReason(status).toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
