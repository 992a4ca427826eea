// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static dev.guidon.server.access.TestAccess.made;
import static dev.guidon.server.access.TestAccess.selector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.access.MatrixPrincipal.Right;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every route, asked by everybody there can be, in a project of theirs and in another.
///
/// What is expected is worked out from what the route declares and from what the principal was given, in {@link MatrixPrincipal}, which
/// knows nothing of how the server decides. Requests name flags that do not exist and versions that never were, so that whoever is let
/// in changes nothing.
class RouteMatrixIT {

  @RegisterExtension
  static final FlagServerExtension server =
      new FlagServerExtension(
          Map.of(
              "guidon.access.failures-per-minute", 1_000_000,
              "guidon.access.requests-per-minute", 1_000_000));

  private static List<MatrixPrincipal> principals;

  @BeforeAll
  static void invite() {
    var access = new TestAccess(server.uri(), server.admin()).withProjects();
    String web = "\"project\": \"web\"";
    access.role(
        "switcher",
        "[{\"actions\": [\"targeting:turn\"], \"environments\": [\"production\"], \"purposes\": [\"kill-switch\"]}]");
    access.user("reader").grant("reader", "reader", web);
    access.user("writer").grant("writer", "writer", web);
    access.user("admin").grant("admin", "admin", "");
    access.user("switcher").grant("switcher", "switcher", web);
    access.user("disabled").grant("disabled", "admin", "");
    access.user("nobody");
    made(server.admin().post("/api/v1/service-accounts", "{\"key\": \"robot\"}"));
    made(
        server
            .admin()
            .post(
                "/api/v1/grants",
                "{\"serviceAccount\": \"robot\", \"role\": \"writer\", " + web + "}"));
    String revoked = access.token("\"user\": \"admin\"", "");
    made(server.admin().delete("/api/v1/tokens/" + selector(revoked)));
    String ofDisabled = access.token("\"user\": \"disabled\"", "");
    made(
        server.admin().with("If-Match", "*").put("/api/v1/users/disabled", "{\"disabled\": true}"));
    String sdkKey =
        made(server
                .admin()
                .post(
                    "/api/v1/projects/web/environments/staging/sdk-keys", "{\"key\": \"backend\"}"))
            .text("/token");

    Right reads =
        Right.in(
            "web",
            "project:read",
            "environment:read",
            "flag:read",
            "targeting:read",
            "segment:read",
            "sdk-key:read");
    Right writes =
        Right.in(
            "web",
            "project:read",
            "environment:read",
            "sdk-key:read",
            "flag:read",
            "flag:write",
            "flag:edit-values",
            "targeting:read",
            "targeting:write",
            "targeting:turn",
            "targeting:weigh",
            "segment:read",
            "segment:write");
    principals =
        List.of(
            MatrixPrincipal.stranger("none", ""),
            MatrixPrincipal.stranger("garbage", "guidon_pat_no"),
            MatrixPrincipal.stranger(
                "unknown token", Token.make(Token.Kind.PAT, new SecureRandom()).reveal()),
            MatrixPrincipal.stranger("expired", expired(access)),
            MatrixPrincipal.stranger("revoked", revoked),
            MatrixPrincipal.stranger("of a disabled user", ofDisabled),
            owner(access, "nobody", List.of()),
            owner(access, "reader", List.of(reads)),
            owner(access, "writer", List.of(writes)),
            owner(access, "admin", List.of(Right.EVERYTHING)),
            owner(
                access, "switcher", List.of(Right.in("web", "targeting:turn").only("production"))),
            new MatrixPrincipal(
                "narrow token of an admin",
                access.token(
                    "\"user\": \"admin\"",
                    "\"actions\": [\"flag:read\", \"targeting:*\"], \"projects\": [\"web\"], \"environments\": [\"staging\"]"),
                List.of(
                    Right.in(
                            "web",
                            "flag:read",
                            "targeting:read",
                            "targeting:write",
                            "targeting:turn",
                            "targeting:weigh")
                        .only("staging")),
                false),
            new MatrixPrincipal(
                "service account",
                access.token("\"serviceAccount\": \"robot\"", ""),
                List.of(writes, Right.OWN_TOKENS),
                false),
            new MatrixPrincipal(
                "admin token", server.adminToken(), List.of(Right.EVERYTHING), false),
            new MatrixPrincipal("SDK key", sdkKey, List.of(), true));
  }

  private static MatrixPrincipal owner(TestAccess access, String user, List<Right> rights) {
    List<Right> all = new ArrayList<>(rights);
    all.add(Right.OWN_TOKENS);
    return new MatrixPrincipal(user, access.token("\"user\": \"" + user + "\"", ""), all, false);
  }

  private static String expired(TestAccess access) {
    String token =
        access.token(
            "\"user\": \"admin\"",
            "\"expiresAt\": \"" + Instant.now().plus(Duration.ofSeconds(1)) + "\"");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> access.with(token).get("/api/v1/projects").status() == 401);
    return token;
  }

  @Test
  void everyRouteLetsInWhomItShouldAndNobodyElse() {
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (UriRouteInfo<?, ?> route : routes()) {
      for (MatrixPrincipal principal : principals) {
        for (String project : List.of("web", "shop")) {
          for (String environment : List.of("staging", "production")) {
            asked++;
            check(route, principal, project, environment, wrong);
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(3_000);
  }

  private static List<UriRouteInfo<?, ?>> routes() {
    List<UriRouteInfo<?, ?>> routes = new ArrayList<>();
    server
        .bean(Router.class)
        .uriRoutes()
        .filter(route -> RoutesIT.isOurs(route))
        // The one request that would really do something, which LegacyTokenIT looks at.
        .filter(route -> !route.getUriMatchTemplate().toString().endsWith("/admin-token"))
        .forEach(routes::add);
    return routes;
  }

  private static void check(
      UriRouteInfo<?, ?> route,
      MatrixPrincipal principal,
      String project,
      String environment,
      List<String> wrong) {
    String template = route.getUriMatchTemplate().toString();
    Allows declared = declared(route);
    String path =
        template
            .replaceAll("\\{\\?[^}]*}", "")
            .replace("{" + declared.project() + "}", project)
            .replace("{" + declared.environment() + "}", environment)
            .replace("{version}", "1")
            .replace("{seq}", "1")
            .replaceAll("\\{[^}]*}", "none");
    String placeProject = template.contains("{" + declared.project() + "}") ? project : null;
    String placeEnvironment =
        template.contains("{" + declared.environment() + "}") ? environment : null;
    String expected = principal.expected(declared, placeProject, placeEnvironment);
    if (expected.equals("in") && template.contains("/tail")) {
      return; // goes on for a minute
    }
    Answer answer = ask(principal.token(), route.getHttpMethodName(), path);
    String actual = verdict(answer, expected);
    if (!actual.equals(expected)) {
      wrong.add(
          "%s, %s %s: %s (expected: %s) %s"
              .formatted(
                  principal.name(),
                  route.getHttpMethodName(),
                  path,
                  actual,
                  expected,
                  answer.body()));
    }
  }

  private static Allows declared(UriRouteInfo<?, ?> route) {
    return route.getTargetMethod().synthesize(Allows.class);
  }

  private static Answer ask(String token, String method, String path) {
    boolean hasBody = List.of("POST", "PUT", "PATCH").contains(method);
    String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    // Without a name or a key nothing is made; of a version that never was nothing is changed.
    return server
        .as(token)
        .with("If-Match", "\"999999\"")
        .send(method, path, type, hasBody ? "{}" : null);
  }

  private static String verdict(Answer answer, String expected) {
    if (answer.body().isEmpty() && List.of(403, 404).contains(answer.status())) {
      // HEAD does not say why. GET, which is the same route, does.
      return expected.equals("in") ? "in" : Integer.toString(answer.status());
    }
    return switch (answer.status()) {
      case 401 -> "401";
      case 403 -> answer.body().contains("token-without-owner") ? "in" : "403";
      case 404 -> answer.body().contains("project-not-found") ? "404" : "in";
      case 500, 503 -> "failed";
      default -> "in";
    };
  }

  /// However the path of a foreign project is written, what is behind it stays closed.
  @Test
  void noWayOfWritingAPathOpensAForeignProject() {
    String reader =
        principals.stream()
            .filter(principal -> principal.name().equals("reader"))
            .findFirst()
            .orElseThrow()
            .token();
    List<String> paths =
        List.of(
            "/api/v1/projects/shop",
            "/api/v1/projects/shop/",
            "/api/v1//projects/shop",
            "/api/v1/projects/shop;x=web",
            "/api/v1/projects/web;/../shop",
            "/api/v1/projects/web/../shop",
            "/api/v1/projects/web/%2e%2e/shop",
            "/api/v1/projects/web%2f..%2fshop",
            "/api/v1/projects/./shop",
            "/api/v1/projects/%73hop",
            "/api/v1/projects/SHOP",
            "/API/v1/projects/shop",
            "/api/v1/projects/shop%00",
            "/api/v1/projects/shop?project=web",
            "/api/v1/projects/shop/flags?project=web",
            "/api/v1/projects/shop/environments/production/flags?environment=staging");
    List<String> open = new ArrayList<>();
    for (String path : paths) {
      for (String method : List.of("GET", "HEAD", "OPTIONS")) {
        Answer answer =
            server
                .as(reader)
                .with("X-HTTP-Method-Override", "GET")
                .with("X-Original-URL", "/api/v1/projects/web")
                .send(method, path, "application/json", null);
        if (answer.status() < 400) {
          open.add(method + " " + path + " " + answer.status());
        }
      }
    }

    assertThat(open).isEmpty();
    assertThat(server.as(reader).get("/api/v1/projects/web").status()).isEqualTo(200);
  }
}
