// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import dev.guidon.server.access.Principal.SdkKey;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.platform.http.HttpConnections;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/// Lets a request through to its route only if whoever asks may do what the route says it does.
///
/// A route that says nothing is refused, whoever asks: forgetting to say it must not open a door.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AccessFilter implements Ordered {

  private static final String PRINCIPAL = "guidon.principal";
  private static final String SCHEME = "Bearer ";

  private final AdminToken adminToken;
  private final SdkKeys sdkKeys;
  private final HttpConnections connections;
  private final Executor blocking;

  AccessFilter(
      AdminToken adminToken,
      SdkKeys sdkKeys,
      HttpConnections connections,
      @Named(TaskExecutors.BLOCKING) Executor blocking) {
    this.adminToken = adminToken;
    this.sdkKeys = sdkKeys;
    this.connections = connections;
    this.blocking = blocking;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.order();
  }

  /// The request, once it may go on.
  ///
  /// That is at once, on the thread of the connection, for an SDK key that this node knows, which is most requests; for any
  /// other token the database may have to be asked.
  @RequestFilter
  CompletionStage<HttpRequest<?>> check(HttpRequest<?> request) {
    Optional<RouteMatch<?>> route = RouteAttributes.getRouteMatch(request);
    if (route.isEmpty()) {
      return completedFuture(request); // nothing is there, which the router says itself
    }
    AnnotationMetadata declared = route.get().getAnnotationMetadata();
    if (declared.hasAnnotation(Public.class)) {
      return completedFuture(request);
    }
    Action action =
        declared
            .enumValue(Allows.class, Action.class)
            .orElseThrow(
                () -> ProblemException.of(403, "forbidden", "the route declares no action"));
    Token token = token(request);
    Optional<SdkKey> known = sdkKeys.authenticated(token);
    if (known.isPresent()) {
      return completedFuture(admit(request, known.get(), action));
    }
    return supplyAsync(
        () -> admit(request, principal(token).orElseThrow(AccessFilter::doesNotHold), action),
        blocking);
  }

  private HttpRequest<?> admit(HttpRequest<?> request, Principal principal, Action action) {
    connections.authenticated(request);
    if (!principal.may(action)) {
      throw ProblemException.of(403, "forbidden", "this token may not do that");
    }
    return request.setAttribute(PRINCIPAL, principal);
  }

  private static Token token(HttpRequest<?> request) {
    String header = request.getHeaders().get("Authorization");
    if (header == null || !header.startsWith(SCHEME)) {
      throw unauthenticated("Authorization: missing (expected: Bearer and a token)");
    }
    return Token.parse(header.substring(SCHEME.length())).orElseThrow(AccessFilter::doesNotHold);
  }

  private Optional<? extends Principal> principal(Token token) {
    return switch (token.kind()) {
      case ADM -> adminToken.authenticate(token);
      case SDK -> sdkKeys.authenticate(token);
    };
  }

  private static ProblemException doesNotHold() {
    return unauthenticated("Authorization: not a token that holds");
  }

  private static ProblemException unauthenticated(String detail) {
    return new ProblemException(
        new Problem(
            401, "unauthenticated", detail, List.of(), Map.of("WWW-Authenticate", "Bearer")));
  }

  /// Who asks, once this filter let the request through.
  static Principal of(HttpRequest<?> request) {
    return request
        .getAttribute(PRINCIPAL, Principal.class)
        .orElseThrow(() -> new IllegalStateException("the request passed no check"));
  }
}
