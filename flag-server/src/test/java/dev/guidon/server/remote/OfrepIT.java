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

  private static final String PRODUCTION = "/api/v1/projects/shop/environments/production";
  private static final String EVALUATE = "/ofrep/v1/evaluate/flags";
  private static final String ANN = "{\"context\": {\"targetingKey\": \"ann\"}}";

  private static OfrepShop shop;
  private static RestClient sdk;

  @BeforeAll
  static void aFlagOfEachType() {
    shop = OfrepShop.open(server);
    sdk = server.as(shop.sdkToken());
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
    shop.createKillSwitch("killed");
    assertThat(evaluate("killed")).contains("\"value\":true");

    shop.turn("killed", "off");

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
    shop.create("{\"key\": \"old\", \"type\": \"boolean\"}");
    shop.archive("old");

    Answer answer = sdk.post(EVALUATE, ANN);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"key\":\"bool\"", "\"key\":\"object\"");
    assertThat(answer.body()).doesNotContain("\"key\":\"old\"");
  }

  @Test
  void whatHasNotChangedIs304AndWhatHasIsNot() {
    shop.create("{\"key\": \"moving\", \"type\": \"boolean\"}");
    Answer first = sdk.post(EVALUATE, ANN);
    RestClient again = sdk.with("If-None-Match", first.etag());

    Answer unchanged = again.post(EVALUATE, ANN);
    Answer another = again.post(EVALUATE, "{\"context\": {\"targetingKey\": \"bob\"}}");
    shop.turn("moving", "off");
    Answer changed = again.post(EVALUATE, ANN);

    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(unchanged.etag()).isEqualTo(first.etag());
    assertThat(another.status()).isEqualTo(200);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.etag()).isNotEqualTo(first.etag());
  }
}
