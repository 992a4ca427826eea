// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every route of the API that changes something of a project writes exactly one entry, and a refused one writes none.
class AuditedRoutesIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final Path DOCUMENT = Path.of("..", "docs", "api", "openapi.yaml");
  private static final Pattern PLACE = Pattern.compile("^  (/api/v1/projects\\S*):$");
  private static final Pattern METHOD = Pattern.compile("^    (post|put|patch|delete):$");

  private static final String ENVIRONMENT = "/api/v1/projects/{project}/environments/{environment}";
  private static final String FLAG = ENVIRONMENT + "/flags/{flag}";

  /// One request a route, in an order in which each finds what it needs. In paths, `{…}` becomes `a` unless said otherwise.
  private static final List<Step> STEPS =
      List.of(
          step("POST", "/api/v1/projects", "{'key':'a'}"),
          step("PUT", "/api/v1/projects/{key}", "{'name':'A'}"),
          step("PATCH", "/api/v1/projects/{key}", "{'name':'B'}"),
          step("POST", "/api/v1/projects/{project}/environments", "{'key':'a'}"),
          step("PUT", "/api/v1/projects/{project}/environments/{key}", "{'name':'A'}"),
          step("PATCH", "/api/v1/projects/{project}/environments/{key}", "{'name':'B'}"),
          step("POST", "/api/v1/projects/{project}/flags", "{'key':'a','type':'boolean'}"),
          step(
              "PUT",
              "/api/v1/projects/{project}/flags/{key}",
              "{'type':'boolean','name':'A','variations':[{'key':'on','value':true},{'key':'off','value':false}]}"),
          step("PATCH", "/api/v1/projects/{project}/flags/{key}", "{'name':'B'}"),
          step("POST", "/api/v1/projects/{project}/flags/{key}/restore", "{'version':1}"),
          step("POST", "/api/v1/projects/{project}/flags/{key}/archive", null),
          step("POST", "/api/v1/projects/{project}/flags/{key}/unarchive", null),
          step("POST", FLAG + "/on", null),
          step("POST", FLAG + "/off", null),
          step("POST", FLAG + "/weights", "{'weights':{'on':10000,'off':90000}}"),
          step("POST", FLAG + "/reshuffle", "{}"),
          step(
              "PUT",
              FLAG + "/targeting",
              "{'on':true,'offVariation':'off','fallthrough':{'variation':'on'}}"),
          step("PATCH", FLAG + "/targeting", "{'on':false}"),
          step("POST", FLAG + "/targeting/restore", "{'version':1}"),
          step("POST", ENVIRONMENT + "/segments", "{'key':'a'}"),
          step("PUT", ENVIRONMENT + "/segments/{key}", "{'name':'A'}"),
          step("PATCH", ENVIRONMENT + "/segments/{key}", "{'name':'B'}"),
          step(
              "POST",
              ENVIRONMENT + "/segments/{key}/members",
              "{'included':{'add':[{'targetingKey':'ann'}]}}"),
          step("POST", ENVIRONMENT + "/segments/{key}/restore", "{'version':1}"),
          step("DELETE", ENVIRONMENT + "/segments/{key}", null),
          step("POST", ENVIRONMENT + "/sdk-keys", "{'key':'a'}"),
          step("PUT", ENVIRONMENT + "/sdk-keys/{key}", "{'name':'A'}"),
          step("PATCH", ENVIRONMENT + "/sdk-keys/{key}", "{'name':'B'}"),
          step("DELETE", ENVIRONMENT + "/sdk-keys/{key}", null));

  /// Those that need something of their own first.
  private static final Set<String> APART =
      Set.of(
          "POST " + FLAG + "/copy",
          "DELETE /api/v1/projects/{project}/flags/{key}",
          "DELETE /api/v1/projects/{project}/environments/{key}",
          "DELETE /api/v1/projects/{key}");

  private record Step(String method, String path, String body) {
    String route() {
      return method + " " + path;
    }
  }

  private int requests;

  @Test
  void everyRouteThatChangesSomethingWritesOneEntry() throws IOException {
    assertThat(routesOf(STEPS)).isEqualTo(documented());

    for (Step step : STEPS) {
      assertThat(entriesOf(step)).as(step.route()).isEqualTo(1);
    }
    server.admin().post("/api/v1/projects/a/environments", "{\"key\": \"b\"}");
    entriesOf(step("POST", FLAG + "/weights", "{'weights':{'on':20000,'off':80000}}"));
    assertThat(
            entriesOf(step("POST", FLAG.replace("{environment}", "b") + "/copy", "{'from':'a'}")))
        .isEqualTo(1);
    server.admin().post("/api/v1/projects/a/flags", "{\"key\": \"unused\", \"type\": \"boolean\"}");
    entriesOf(step("POST", "/api/v1/projects/{project}/flags/unused/archive", null));
    assertThat(entriesOf(step("DELETE", "/api/v1/projects/{project}/flags/unused", null)))
        .isEqualTo(1);
    server.admin().post("/api/v1/projects/a/environments", "{\"key\": \"c\"}");
    assertThat(
            entriesOf(step("DELETE", "/api/v1/projects/{project}/environments/c?confirm=c", null)))
        .isEqualTo(1);
    server.admin().post("/api/v1/projects", "{\"key\": \"empty\"}");
    assertThat(entriesOf(step("DELETE", "/api/v1/projects/empty", null))).isEqualTo(1);
  }

  @Test
  void aRefusedChangeWritesNone() {
    String request = "refused-1";

    Answer refused =
        server.admin().with("X-Request-Id", request).post("/api/v1/projects", "{\"key\": \"/\"}");

    assertThat(refused.status()).isGreaterThanOrEqualTo(400);
    assertThat(entriesOf(request)).isZero();
  }

  private int entriesOf(Step step) {
    String path = step.path.replaceAll("\\{[^}]*}", "a");
    String request = "audited-" + ++requests;
    RestClient client = server.admin().with("X-Request-Id", request);
    String etag =
        step.method.equals("POST")
            ? null
            : server.admin().get(path.replaceFirst("\\?.*", "")).etag();
    Answer answer =
        (etag == null ? client : client.with("If-Match", etag))
            .send(step.method, path, contentType(step), step.body);
    assertThat(answer.status()).as(step.route() + " " + answer.body()).isLessThan(300);
    return entriesOf(request);
  }

  private static int entriesOf(String request) {
    return ((List<?>) server.admin().get("/api/v1/audit/entries?request=" + request).at("/items"))
        .size();
  }

  private static String contentType(Step step) {
    return step.method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
  }

  private static Set<String> routesOf(List<Step> steps) {
    Set<String> routes = new TreeSet<>(APART);
    steps.forEach(step -> routes.add(step.route()));
    return routes;
  }

  private static Set<String> documented() throws IOException {
    Set<String> routes = new TreeSet<>();
    String path = "";
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher place = PLACE.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (place.matches()) {
        path = place.group(1);
      } else if (line.startsWith("  /")) {
        path = "";
      } else if (method.matches() && !path.isEmpty()) {
        routes.add(method.group(1).toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return routes;
  }

  private static Step step(String method, String path, String body) {
    return new Step(method, path, body == null ? null : body.replace('\'', '"'));
  }
}
