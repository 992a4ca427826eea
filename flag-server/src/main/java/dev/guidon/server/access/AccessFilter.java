// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import dev.guidon.server.access.Principal.SdkKey;
import dev.guidon.server.directory.KnownPeople;
import dev.guidon.server.permission.Action;
import dev.guidon.server.permission.Permission;
import dev.guidon.server.permission.Place;
import dev.guidon.server.permission.Places;
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
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Lets a request through to its route only if whoever asks may do what the route says it does.
///
/// A route that says nothing is refused, whoever asks: forgetting to say it must not open a door.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AccessFilter implements Ordered {

  private static final String PRINCIPAL = "guidon.principal";
  private static final String STANDING = "guidon.standing";
  private static final String SCHEME = "Bearer ";

  private final Authority authority;
  private final SdkKeys sdkKeys;
  private final TokenUses uses;
  private final FailedAttempts failures;
  private final RequestRates rates;
  private final HttpConnections connections;
  private final Executor blocking;

  AccessFilter(
      Authority authority,
      SdkKeys sdkKeys,
      TokenUses uses,
      FailedAttempts failures,
      RequestRates rates,
      HttpConnections connections,
      @Named(TaskExecutors.BLOCKING) Executor blocking) {
    this.authority = authority;
    this.sdkKeys = sdkKeys;
    this.uses = uses;
    this.failures = failures;
    this.rates = rates;
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
    if (!declared.hasAnnotation(Allows.class)) {
      throw ProblemException.of(403, "forbidden", "the route declares no action");
    }
    Token token = token(request);
    Optional<SdkKey> known = sdkKeys.authenticated(token);
    if (known.isPresent()) {
      return completedFuture(admit(request, route.get(), known.get()));
    }
    requireNoDelay(
        failures.delayOf(address(request)), "too many tokens that do not hold came from here");
    return supplyAsync(() -> admit(request, route.get(), principal(request, token)), blocking);
  }

  private HttpRequest<?> admit(HttpRequest<?> request, RouteMatch<?> route, Principal principal) {
    connections.authenticated(request);
    Standing standing =
        switch (principal) {
          case SdkKey _ -> requireEvaluation(route);
          case Principal.Admin admin -> managing(admin, admin.selector(), route);
          case Principal.Holder holder -> {
            requireNoDelay(
                rates.delayOf(holder.selector()), "this token makes too many requests a minute");
            yield managing(holder, holder.selector(), route);
          }
        };
    return request.setAttribute(PRINCIPAL, principal).setAttribute(STANDING, standing);
  }

  private static Standing requireEvaluation(RouteMatch<?> route) {
    if (!List.of(actions(route)).contains(Action.EVALUATE)) {
      throw ProblemException.of(403, "forbidden", "this token may not do that");
    }
    return new Standing(Permission.NONE, Places.NONE);
  }

  private Standing managing(Principal principal, String selector, RouteMatch<?> route) {
    uses.used(selector);
    AnnotationMetadata declared = route.getAnnotationMetadata();
    String project = variable(route, declared, "project");
    String environment = variable(route, declared, "environment");
    Standing standing = standing(principal, authority.known());
    if (!standing.knows(project, environment)) {
      standing = standing(principal, authority.asked());
    }
    Action[] actions = actions(route);
    Place place = standing.place(project, environment);
    if (declared.booleanValue(Allows.class, "anywhere").orElse(false)) {
      standing.requireSomewhere(actions);
    } else {
      standing.requireAny(place, actions);
    }
    return standing;
  }

  private Standing standing(Principal principal, KnownPeople known) {
    return new Standing(authority.permission(principal, known), known.places());
  }

  private static Action[] actions(RouteMatch<?> route) {
    return route.getAnnotationMetadata().enumValues(Allows.class, Action.class);
  }

  /// The value of the path's variable that the declaration names; null when the path has none.
  private static @Nullable String variable(
      RouteMatch<?> route, AnnotationMetadata declared, String what) {
    String name = declared.stringValue(Allows.class, what).orElse(what);
    Object value = route.getVariableValues().get(name);
    return value == null ? null : value.toString();
  }

  private Token token(HttpRequest<?> request) {
    String header = request.getHeaders().get("Authorization");
    if (header == null || !header.startsWith(SCHEME)) {
      throw unauthenticated("Authorization: missing (expected: Bearer and a token)");
    }
    return Token.parse(header.substring(SCHEME.length())).orElseThrow(() -> doesNotHold(request));
  }

  private Principal principal(HttpRequest<?> request, Token token) {
    Optional<? extends Principal> principal =
        switch (token.kind()) {
          case ADM, PAT, SVC -> authority.authenticate(token);
          case SDK -> sdkKeys.authenticate(token);
        };
    return principal.orElseThrow(() -> doesNotHold(request));
  }

  private ProblemException doesNotHold(HttpRequest<?> request) {
    failures.failed(address(request));
    return unauthenticated("Authorization: not a token that holds");
  }

  private static InetAddress address(HttpRequest<?> request) {
    return request.getRemoteAddress().getAddress();
  }

  private static void requireNoDelay(Duration delay, String detail) {
    if (!delay.isZero()) {
      throw new ProblemException(
          new Problem(
              429,
              "too-many-requests",
              detail,
              List.of(),
              Map.of("Retry-After", Long.toString(delay.toSeconds() + 1))));
    }
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

  /// What whoever asks may do, once this filter let the request through.
  static Standing standingOf(HttpRequest<?> request) {
    return request
        .getAttribute(STANDING, Standing.class)
        .orElseThrow(() -> new IllegalStateException("the request passed no check"));
  }
}
