// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient.Answer;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// No route is open by forgetfulness.
class RoutesIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension(Map.of());

  @Test
  void everyRouteSaysWhichActionItIsOrThatItIsPublic() {
    List<String> silent =
        server
            .bean(Router.class)
            .uriRoutes()
            .filter(route -> route.getPort() == null)
            .filter(route ->
                !route.getAnnotationMetadata().hasAnnotation(Allows.class)
                    && !route.getAnnotationMetadata().hasAnnotation(Public.class))
            .filter(RoutesIT::isOurs)
            .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
            .toList();

    assertThat(silent).isEmpty();
  }

  static boolean isOurs(UriRouteInfo<?, ?> route) {
    return route.getUriMatchTemplate().toString().startsWith("/api/")
        || route.getUriMatchTemplate().toString().startsWith("/ofrep/");
  }

  /// A path that leads into a project says so to the check, whatever its variables are called.
  @Test
  void everyRouteNamesTheVariablesOfItsPlace() {
    List<String> silent =
        server
            .bean(Router.class)
            .uriRoutes()
            .filter(RoutesIT::isOurs)
            .filter(route -> route.getAnnotationMetadata().hasAnnotation(Allows.class))
            .filter(route -> !namesItsPlace(route))
            .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
            .toList();

    assertThat(silent).isEmpty();
  }

  private static boolean namesItsPlace(UriRouteInfo<?, ?> route) {
    String path = route.getUriMatchTemplate().toString();
    Allows allows = route.getTargetMethod().synthesize(Allows.class);
    boolean inProject =
        !path.contains("/projects/{") || path.contains("/projects/{" + allows.project() + "}");
    boolean inEnvironment =
        !path.contains("/environments/{")
            || path.contains("/environments/{" + allows.environment() + "}");
    return inProject && inEnvironment;
  }

  @Test
  void everyRouteOfTheApiAsksWhoeverCallsForAToken() {
    List<String> open =
        server
            .bean(Router.class)
            .uriRoutes()
            .filter(RoutesIT::isOurs)
            .map(route -> {
              String path = route.getUriMatchTemplate().toString().replaceAll("\\{[^}]*}", "1");
              Answer answer =
                  server.as("").send(route.getHttpMethodName(), path, "application/json", null);
              return route.getHttpMethodName() + " " + path + " " + answer.status();
            })
            .filter(answer -> !answer.endsWith(" 401"))
            .toList();

    assertThat(open).isEmpty();
  }
}
