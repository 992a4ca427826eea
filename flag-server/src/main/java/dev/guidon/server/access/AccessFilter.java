// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets a request through to its route only if whoever asks may do what the route says it does.
///
/// A route that says nothing is refused, whoever asks: forgetting to say it must not open a door.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AccessFilter implements Ordered {

  private static final String PRINCIPAL = "guidon.principal";
  private static final String SCHEME = "Bearer ";

  private final AdminToken adminToken;
  private final SdkKeys sdkKeys;

  AccessFilter(AdminToken adminToken, SdkKeys sdkKeys) {
    this.adminToken = adminToken;
    this.sdkKeys = sdkKeys;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.order();
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.BLOCKING)
  void check(HttpRequest<?> request) {
    Optional<RouteMatch<?>> route = RouteAttributes.getRouteMatch(request);
    if (route.isEmpty()) {
      return; // nothing is there, which the router says itself
    }
    AnnotationMetadata declared = route.get().getAnnotationMetadata();
    if (declared.hasAnnotation(Public.class)) {
      return;
    }
    Action action =
        declared
            .enumValue(Allows.class, Action.class)
            .orElseThrow(
                () -> ProblemException.of(403, "forbidden", "the route declares no action"));
    Principal principal = authenticate(request);
    if (!principal.may(action)) {
      throw ProblemException.of(403, "forbidden", "this token may not do that");
    }
    request.setAttribute(PRINCIPAL, principal);
  }

  private Principal authenticate(HttpRequest<?> request) {
    String header = request.getHeaders().get("Authorization");
    if (header == null || !header.startsWith(SCHEME)) {
      throw unauthenticated("Authorization: missing (expected: Bearer and a token)");
    }
    return Token.parse(header.substring(SCHEME.length()))
        .flatMap(this::principal)
        .orElseThrow(() -> unauthenticated("Authorization: not a token that holds"));
  }

  private Optional<? extends Principal> principal(Token token) {
    return switch (token.kind()) {
      case ADM -> adminToken.authenticate(token);
      case SDK -> sdkKeys.authenticate(token);
    };
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
