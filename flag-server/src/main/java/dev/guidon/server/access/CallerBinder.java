// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.audit.Actor;
import dev.guidon.audit.Origin;
import dev.guidon.audit.Via;
import dev.guidon.server.permission.Owner;
import dev.guidon.server.permission.Subject;
import dev.guidon.server.platform.FreeText;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.platform.RequestId;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// Hands a route's method its caller.
@Singleton
final class CallerBinder implements TypedRequestArgumentBinder<Caller> {

  private static final int LONGEST_COMMENT = 4_000;
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[!-~]{1,255}");

  private final Authority authority;

  CallerBinder(Authority authority) {
    this.authority = authority;
  }

  @Override
  public Argument<Caller> argumentType() {
    return Argument.of(Caller.class);
  }

  @Override
  public BindingResult<Caller> bind(
      ArgumentConversionContext<Caller> context, HttpRequest<?> request) {
    Caller caller = caller(request);
    return () -> Optional.of(caller);
  }

  private Caller caller(HttpRequest<?> request) {
    Principal principal = AccessFilter.of(request);
    String ifMatch = request.getHeaders().get("If-Match");
    return new Caller(
        principal,
        AccessFilter.standingOf(request),
        authority.permit(principal),
        actor(principal),
        new Origin(
            via(principal),
            Objects.requireNonNullElse(RequestId.of(request), ""),
            idempotencyKey(request),
            request.getRemoteAddress().getAddress().getHostAddress(),
            userAgent(request)),
        comment(request),
        request.getMethod() + " " + request.getUri() + " " + ifMatch);
  }

  private static Actor actor(Principal principal) {
    return switch (principal) {
      case Principal.Admin _ -> Actor.user("admin", "admin");
      case Principal.Holder(Owner owner, String _) ->
          owner.subject().kind() == Subject.Kind.USER
              ? Actor.user(owner.id().toString(), owner.name())
              : Actor.service(owner.id().toString(), owner.name());
      case Principal.SdkKey key -> Actor.service(key.id().toString(), "SDK");
    };
  }

  private static Via via(Principal principal) {
    return switch (principal) {
      case Principal.Admin admin -> new Via(Via.Kind.LEGACY, admin.selector());
      case Principal.Holder(Owner owner, String selector) ->
          new Via(
              owner.subject().kind() == Subject.Kind.USER ? Via.Kind.PAT : Via.Kind.SVC, selector);
      case Principal.SdkKey key -> new Via(Via.Kind.SVC, key.selector());
    };
  }

  private static String idempotencyKey(HttpRequest<?> request) {
    String key = request.getHeaders().get("Idempotency-Key");
    if (key == null) {
      return "";
    }
    if (!IDEMPOTENCY_KEY.matcher(key).matches()) {
      throw ProblemException.badRequest(
          "invalid-header", "Idempotency-Key: expected 1 to 255 visible ASCII characters");
    }
    return key;
  }

  private static String comment(HttpRequest<?> request) {
    String comment = request.getParameters().get("comment", String.class, "");
    FreeText.problem(comment, LONGEST_COMMENT)
        .ifPresent(problem -> {
          throw ProblemException.badRequest("invalid-parameter", "comment: " + problem);
        });
    return comment;
  }

  /// What the log cannot hold is left out: the header is for people who read the log, not for programs.
  private static String userAgent(HttpRequest<?> request) {
    String agent = Objects.requireNonNullElse(request.getHeaders().get("User-Agent"), "");
    return agent.chars().allMatch(c -> c >= ' ' && c <= '~') ? agent : "";
  }
}
