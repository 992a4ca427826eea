// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OfrepIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final String FLAGS = "/api/v1/projects/shop/flags";
  private static final String PRODUCTION = "/api/v1/projects/shop/environments/production";
  private static final String EVALUATE = "/ofrep/v1/evaluate/flags";
  private static final String ANN = "{\"context\": {\"targetingKey\": \"ann\"}}";

  private static RestClient sdk;

  @BeforeAll
  static void aProjectWithAFlagOfEachType() {
    RestClient admin = server.admin();
    admin.post("/api/v1/projects", "{\"key\": \"shop\"}");
    admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    Answer key = admin.post(PRODUCTION + "/sdk-keys", "{\"key\": \"backend\"}");
    sdk = server.as(key.text("/token"));
    create("{\"key\": \"bool\", \"type\": \"boolean\"}");
    create(variations("text", "string", "\"hello\""));
    create(variations("whole", "integer", "10"));
    create(variations("ratio", "number", "10"));
    create(variations("object", "json", "{\"a\": [1, null]}"));
  }

  private static String variations(String key, String type, String value) {
    return """
    {"key": "%s", "type": "%s", "variations": [{"key": "v", "value": %s}]}\
    """
        .formatted(key, type, value);
  }

  private static void create(String flag) {
    Answer created = server.admin().post(FLAGS, flag);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(turn(created.text("/key"), "on").status()).isEqualTo(200);
  }

  private static Answer turn(String flag, String state) {
    return server.admin().post(PRODUCTION + "/flags/" + flag + "/" + state);
  }

  @Test
  void eachTypeOfFlagIsAnsweredInItsOwnForm() {
    assertThat(evaluate("bool"))
        .isEqualTo("{\"key\":\"bool\",\"value\":true,\"variant\":\"on\",\"reason\":\"STATIC\"}");
    assertThat(evaluate("text")).contains("\"value\":\"hello\",");
    assertThat(evaluate("whole")).contains("\"value\":10,");
    assertThat(evaluate("ratio")).contains("\"value\":10.0,");
    assertThat(evaluate("object")).contains("\"value\":{\"a\":[1,null]},");
  }

  private static String evaluate(String flag) {
    Answer answer = sdk.post(EVALUATE + "/" + flag, ANN);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    return answer.body();
  }

  @Test
  void aFlagThatIsTurnedOffServesItsOffVariationInTheNextAnswer() {
    create("{\"key\": \"killed\", \"type\": \"boolean\", \"purpose\": \"kill-switch\"}");
    assertThat(evaluate("killed")).contains("\"value\":true");

    turn("killed", "off");

    assertThat(evaluate("killed"))
        .isEqualTo(
            "{\"key\":\"killed\",\"value\":false,\"variant\":\"off\",\"reason\":\"DEFAULT\"}");
  }

  @Test
  void anUnknownFlagIs404WithItsKey() {
    Answer answer = sdk.post(EVALUATE + "/nothing", ANN);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("/key")).isEqualTo("nothing");
    assertThat(answer.text("/errorCode")).isEqualTo("FLAG_NOT_FOUND");
    assertThat(answer.text("/errorDetails")).isNotEmpty();
  }

  @Test
  void aContextThatCannotBeReadIs400InOfrepsForm() {
    Answer one = sdk.post(EVALUATE + "/bool", "{\"context\": {\"targetingKey\": 7}}");
    Answer all = sdk.post(EVALUATE, "{\"context\": {\"targetingKey\": 7}}");
    Answer broken = sdk.post(EVALUATE + "/bool", "{\"context\": ");

    assertThat(one.status()).isEqualTo(400);
    assertThat(one.text("/errorCode")).isEqualTo("INVALID_CONTEXT");
    assertThat(all.status()).isEqualTo(400);
    assertThat(all.text("/errorCode")).isEqualTo("INVALID_CONTEXT");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.text("/errorCode")).isEqualTo("PARSE_ERROR");
    assertThat(broken.text("/key")).isEqualTo("bool");
  }

  @Test
  void whoeverShowsNoSdkKeyGetsABodyThatClientsCanRead() {
    for (String token : new String[] {"", "guidon_sdk_x", server.adminToken()}) {
      Answer answer = server.as(token).post(EVALUATE + "/bool", ANN);

      assertThat(answer.status()).isIn(401, 403);
      assertThat(answer.text("/errorCode")).isEqualTo("GENERAL");
      assertThat(answer.text("/errorDetails")).isNotEmpty();
    }
  }

  @Test
  void anSdkKeyOpensNoManagementRoute() {
    assertThat(sdk.get("/api/v1/projects/shop").status()).isEqualTo(403);
    assertThat(sdk.post(PRODUCTION + "/flags/bool/off").status()).isEqualTo(403);
  }

  @Test
  void allFlagsAreAnsweredAtOnceWithoutTheArchivedOnes() {
    create("{\"key\": \"old\", \"type\": \"boolean\"}");
    assertThat(server.admin().post(FLAGS + "/old/archive").status()).isEqualTo(200);

    Answer answer = sdk.post(EVALUATE, ANN);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"key\":\"bool\"", "\"key\":\"object\"");
    assertThat(answer.body()).doesNotContain("\"key\":\"old\"");
  }

  @Test
  void whatHasNotChangedIs304AndWhatHasIsNot() {
    create("{\"key\": \"moving\", \"type\": \"boolean\"}");
    Answer first = sdk.post(EVALUATE, ANN);
    RestClient again = sdk.with("If-None-Match", first.etag());

    Answer unchanged = again.post(EVALUATE, ANN);
    Answer another = again.post(EVALUATE, "{\"context\": {\"targetingKey\": \"bob\"}}");
    turn("moving", "off");
    Answer changed = again.post(EVALUATE, ANN);

    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(unchanged.etag()).isEqualTo(first.etag());
    assertThat(another.status()).isEqualTo(200);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.etag()).isNotEqualTo(first.etag());
  }
}
