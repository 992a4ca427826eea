// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// A project with one environment, saved through the admin API from the JSON form of `docs/evaluation.md`.
///
/// A request that is refused does not keep the others from being made, so that everything wrong is found.
final class RestEnvironment {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String ENVIRONMENT_KEY = "conformance";

  // Escapes can say lone surrogates, UTF-8 cannot.
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final RestClient admin;
  private final String projectPath;
  private final String environmentPath;
  private final List<Refusal> refusals = new ArrayList<>();
  private String sdkToken = "";

  /// One thing for which a request was refused.
  ///
  /// @param kind of the definition that is wrong: flag, targeting or segment
  /// @param key of it
  record Refusal(int status, String kind, String key, String pointer, String code) {}

  private RestEnvironment(RestClient admin, String projectKey) {
    this.admin = admin;
    this.projectPath = "/api/v1/projects/" + projectKey;
    this.environmentPath = projectPath + "/environments/" + ENVIRONMENT_KEY;
  }

  static RestEnvironment save(RestClient admin, String projectKey, JsonNode definitions) {
    var saved = new RestEnvironment(admin, projectKey);
    saved.create(projectKey);
    saved.save(definitions);
    if (!saved.refusals.isEmpty()) {
      // Some of what is wrong shows only once all the rest is there.
      saved.saveTargetings(definitions);
    }
    return saved;
  }

  /// What the requests were refused for; empty when all went well.
  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /// A key to evaluate its flags with.
  String sdkToken() {
    return sdkToken;
  }

  private void create(String projectKey) {
    made(admin.post("/api/v1/projects", "{\"key\": \"" + projectKey + "\"}"));
    made(admin.post(projectPath + "/environments", "{\"key\": \"" + ENVIRONMENT_KEY + "\"}"));
    sdkToken =
        made(admin.post(environmentPath + "/sdk-keys", "{\"key\": \"asking\"}")).text("/token");
  }

  private static Answer made(Answer answer) {
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.body() + " (expected: 201)");
    }
    return answer;
  }

  // What is referred to comes before what refers to it, and segments may refer to each other.
  private void save(JsonNode definitions) {
    for (JsonNode flag : definitions.path("flags")) {
      createFlag((ObjectNode) flag);
    }
    for (JsonNode segment : definitions.path("segments")) {
      String key = segment.path("key").textValue();
      sent(
          "segment",
          key,
          admin.post(environmentPath + "/segments", "{\"key\": " + text(segment.get("key")) + "}"));
    }
    for (JsonNode segment : definitions.path("segments")) {
      String key = segment.path("key").textValue();
      sent(
          "segment",
          key,
          admin.with("If-Match", "*").put(environmentPath + "/segments/" + key, text(segment)));
    }
    saveTargetings(definitions);
    for (JsonNode flag : definitions.path("flags")) {
      if (flag.path("archived").booleanValue()) {
        String key = flag.path("key").textValue();
        sent("flag", key, admin.post(projectPath + "/flags/" + key + "/archive"));
      }
    }
  }

  private void saveTargetings(JsonNode definitions) {
    for (JsonNode targeting : definitions.path("targetings")) {
      String key = targeting.path("flag").textValue();
      sent(
          "targeting",
          key,
          admin
              .with("If-Match", "*")
              .put(
                  environmentPath + "/flags/" + key + "/targeting",
                  text(withWeights((ObjectNode) targeting))));
    }
  }

  private void createFlag(ObjectNode flag) {
    ObjectNode request = flag.deepCopy();
    request.remove("archived");
    sent("flag", flag.path("key").textValue(), admin.post(projectPath + "/flags", text(request)));
  }

  private void sent(String kind, String key, Answer answer) {
    if (answer.status() < 300) {
      return;
    }
    JsonNode problem = tree(answer.body());
    if (problem.path("errors").isEmpty()) {
      refusals.add(new Refusal(answer.status(), kind, key, "", problem.path("code").asText()));
    }
    for (JsonNode error : problem.path("errors")) {
      // Such as "targeting checkout in production"; absent where it is the request's own.
      String[] at = error.path("at").asText().split(" ", -1);
      boolean own = at.length < 2;
      refusals.add(
          new Refusal(
              answer.status(),
              own ? kind : at[0],
              own ? key : at[1],
              error.path("pointer").asText(),
              error.path("code").asText()));
    }
  }

  /// REST takes weights, from which the server makes the allocation.
  private static ObjectNode withWeights(ObjectNode targeting) {
    ObjectNode request = targeting.deepCopy();
    weigh(request.path("fallthrough"));
    request.path("rules").forEach(rule -> weigh(rule.path("serve")));
    return request;
  }

  private static void weigh(JsonNode serve) {
    if (serve.path("rollout") instanceof ObjectNode rollout) {
      ObjectNode weights = JSON.objectNode();
      for (JsonNode range : rollout.path("allocation")) {
        String variation = range.path("variation").textValue();
        int width = range.path("to").intValue() - range.path("from").intValue();
        weights.put(variation, weights.path(variation).intValue() + width);
      }
      rollout.remove("allocation");
      rollout.set("weights", weights);
    }
  }

  static String text(JsonNode node) {
    var text = new StringWriter();
    try (var generator = new BeyondDoubles(MAPPER.createGenerator(text))) {
      MAPPER.writeTree(generator, node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Writes what is infinite as a number that no double holds, which is how JSON came to say it.
  private static final class BeyondDoubles extends JsonGeneratorDelegate {

    BeyondDoubles(JsonGenerator generator) {
      super(generator);
    }

    @Override
    public void writeNumber(double number) throws IOException {
      if (Double.isInfinite(number)) {
        writeNumber(number > 0 ? "1e999" : "-1e999");
      } else {
        super.writeNumber(number);
      }
    }
  }

  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
