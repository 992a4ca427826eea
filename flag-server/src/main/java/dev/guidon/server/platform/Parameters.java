// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of requests as strictly as their bodies: a mistyped name is a mistake to hear of.
@ServerFilter("/api/v1/**")
public final class Parameters implements Ordered {

  /// Taken by every change, to say why.
  private static final String COMMENT = "comment";

  /// Nobody is told what there is before it is known who they are.
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }

  @RequestFilter
  void refuseUnknown(HttpRequest<?> request) {
    if (!(RouteAttributes.getRouteMatch(request).orElse(null)
        instanceof MethodBasedRouteMatch<?, ?> route)) {
      return; // nothing is there, which the router says itself
    }
    Set<String> known =
        Arrays.stream(route.getArguments())
            .flatMap(Parameters::names)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!request.getMethod().equals(HttpMethod.GET)) {
      known.add(COMMENT);
    }
    for (String name : request.getParameters().names()) {
      if (!known.contains(name)) {
        throw ProblemException.badRequest(
            "invalid-parameter",
            name
                + ": unknown (expected: "
                + (known.isEmpty() ? "no parameter" : "one of " + String.join(", ", known))
                + ")");
      }
    }
  }

  private static Stream<String> names(Argument<?> argument) {
    if (argument.getAnnotationMetadata().hasAnnotation(RequestBean.class)) {
      return Arrays.stream(
          BeanIntrospection.getIntrospection(argument.getType()).getPropertyNames());
    }
    return argument.getAnnotationMetadata().hasAnnotation(QueryValue.class)
        ? Stream.of(argument.getName())
        : Stream.empty();
  }

  /// The value if it is one of these, or a problem `invalid-parameter`; null when it is left out.
  public static @Nullable String oneOf(String name, @Nullable String value, List<String> values) {
    if (value != null && !values.contains(value)) {
      throw ProblemException.badRequest(
          "invalid-parameter",
          name + ": " + value + " (expected: one of " + String.join(", ", values) + ")");
    }
    return value;
  }
}
