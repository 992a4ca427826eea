// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.demo;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
import dev.guidon.server.platform.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the demo project over REST, as anybody would, so that it shows nothing that the API does not do.
final class DemoProject {

  private static final String PROJECT = "/api/v1/projects/demo";
  private static final List<String> ENVIRONMENTS = List.of("development", "staging", "production");

  private static final List<String> FLAGS =
      List.of(
          """
          {"key": "new-checkout", "type": "boolean", "name": "New checkout",
           "description": "The checkout that was rewritten this summer.", "tags": ["shop"]}\
          """,
          """
          {"key": "payments", "type": "boolean", "purpose": "kill-switch", "name": "Payments",
           "description": "Turn off when the payment provider is down."}\
          """,
          """
          {"key": "banner-colour", "type": "string", "purpose": "experiment", "name": "Banner colour",
           "variations": [{"key": "blue", "value": "#1c7ed6"}, {"key": "green", "value": "#2f9e44"}]}\
          """,
          """
          {"key": "search-results", "type": "integer", "purpose": "operational", "name": "Search results on a page",
           "variations": [{"key": "few", "value": 10}, {"key": "many", "value": 50}]}\
          """);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final String token;

  DemoProject(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  /// Makes what is missing. A project that is there is left as it is.
  void makeIfMissing() throws IOException, InterruptedException {
    if (send("GET", PROJECT, null).statusCode() == 200) {
      return;
    }
    post("/api/v1/projects", "{\"key\": \"demo\", \"name\": \"Demo\"}");
    for (String environment : ENVIRONMENTS) {
      post(PROJECT + "/environments", "{\"key\": \"" + environment + "\"}");
    }
    for (String flag : FLAGS) {
      post(PROJECT + "/flags", flag);
    }
    for (String environment : ENVIRONMENTS) {
      post(flag(environment, "payments") + "/on", null);
    }
    post(flag("development", "new-checkout") + "/on", null);
    put(
        flag("development", "banner-colour") + "/targeting",
        """
        {"on": true, "offVariation": "blue",
         "rules": [{"name": "Staff", "serve": {"variation": "green"},
                    "clauses": [{"attribute": "email", "operator": "endsWith", "values": ["@example.com"]}]}],
         "fallthrough": {"rollout": {"weights": {"blue": 90000, "green": 10000}}}}\
        """);
  }

  /// Whether the development environment still takes this SDK key.
  boolean takes(String sdkKey) throws IOException, InterruptedException {
    HttpRequest request =
        request("/ofrep/v1/evaluate/flags", sdkKey)
            .POST(BodyPublishers.ofString("{\"context\": {}}"))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  /// A new SDK key for the development environment.
  String makeSdkKey(String key) throws IOException, InterruptedException {
    String answer =
        post(
            PROJECT + "/environments/development/sdk-keys",
            "{\"key\": \"" + key + "\", \"name\": \"Demo\"}");
    Value document = JsonText.read(answer);
    if (document instanceof ObjectValue object
        && object.fields().get("token") instanceof StringValue(String sdkKey)) {
      return sdkKey;
    }
    throw new IllegalStateException("no token in the answer to a new SDK key");
  }

  private static String flag(String environment, String key) {
    return PROJECT + "/environments/" + environment + "/flags/" + key;
  }

  private String post(String path, @Nullable String body) throws IOException, InterruptedException {
    return expectSuccess("POST", path, send("POST", path, body));
  }

  private void put(String path, String body) throws IOException, InterruptedException {
    expectSuccess("PUT", path, send("PUT", path, body));
  }

  private HttpResponse<String> send(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path, token)
            .header("If-Match", "*")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String bearer) {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + bearer)
        .header("Content-Type", "application/json");
  }

  private static String expectSuccess(String method, String path, HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
