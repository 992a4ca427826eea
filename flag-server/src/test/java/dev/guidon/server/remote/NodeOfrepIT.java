// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.ListValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.platform.json.JsonText;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/// OpenFeature's own client for Node is content with what the server answers.
@EnabledIfEnvironmentVariable(
    named = "GUIDON_NODE_MODULES",
    matches = ".+",
    disabledReason = "a folder of npm packages that are not ours; see docs/contributing.md")
class NodeOfrepIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final String ANN = "{\"targetingKey\": \"ann\", \"country\": \"NO\", \"age\": 42}";

  private static OfrepShop shop;
  private static Process client;
  private static BufferedWriter questions;
  private static BufferedReader answers;

  @BeforeAll
  static void startClient() throws IOException {
    shop = OfrepShop.open(server);
    client =
        new ProcessBuilder(
                "node",
                Path.of("src/test/resources/ofrep/client.mjs").toString(),
                System.getenv("GUIDON_NODE_MODULES"),
                server.uri().toString(),
                shop.sdkToken())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    questions = client.outputWriter(UTF_8);
    answers = client.inputReader(UTF_8);
  }

  @AfterAll
  static void stopClient() throws IOException, InterruptedException {
    questions.close();
    if (!client.waitFor(10, TimeUnit.SECONDS)) {
      client.destroyForcibly();
    }
  }

  @Test
  void eachTypeOfFlagIsReadAsWhatItIs() throws IOException {
    assertServed(ask("bool", "Boolean", "false"), "true", "on");
    assertServed(ask("text", "String", "\"\""), "\"hello\"", "v");
    assertServed(ask("whole", "Number", "0"), "10", "v");
    assertServed(ask("ratio", "Number", "0"), "10", "v");
    assertServed(ask("object", "Object", "{}"), "{\"a\": [1, null]}", "v");
  }

  private static void assertServed(ObjectValue answer, String value, String variation) {
    assertThat(answer.fields())
        .containsEntry("value", JsonText.read(value))
        .containsEntry("variant", Value.of(variation))
        .containsEntry("reason", Value.of("STATIC"))
        .doesNotContainKey("errorCode");
  }

  @Test
  void anUnknownFlagGivesTheDefaultWithItsErrorCode() throws IOException {
    ObjectValue answer = ask("nothing", "Boolean", "true");

    assertThat(answer.fields())
        .containsEntry("value", Value.TRUE)
        .containsEntry("reason", Value.of("ERROR"))
        .containsEntry("errorCode", Value.of("FLAG_NOT_FOUND"));
  }

  @Test
  void aKilledFlagIsOffEvenWhereTheCallersDefaultIsTrue() throws IOException {
    shop.createKillSwitch("killed");
    assertServed(ask("killed", "Boolean", "true"), "true", "on");

    shop.turn("killed", "off");

    assertThat(ask("killed", "Boolean", "true").fields())
        .containsEntry("value", Value.FALSE)
        .containsEntry("variant", Value.of("off"))
        .doesNotContainKey("errorCode");
  }

  @Test
  void allFlagsAreReadAtOnceAndAgainOnlyOnceOneHasChanged() throws IOException {
    shop.createKillSwitch("moving");
    ObjectValue first = ask("{\"context\": " + ANN + "}");
    String etag = JsonText.write(first.fields().get("etag"));

    ObjectValue unchanged = ask("{\"context\": " + ANN + ", \"etag\": " + etag + "}");
    shop.turn("moving", "off");
    ObjectValue changed = ask("{\"context\": " + ANN + ", \"etag\": " + etag + "}");

    assertThat(first.fields()).containsEntry("status", Value.of(200));
    assertThat(valueOf("moving", first)).isEqualTo(Value.TRUE);
    assertThat(valueOf("whole", first)).isEqualTo(Value.of(10));
    assertThat(unchanged.fields())
        .containsEntry("status", Value.of(304))
        .containsEntry("etag", first.fields().get("etag"))
        .doesNotContainKey("flags");
    assertThat(changed.fields()).containsEntry("status", Value.of(200));
    assertThat(valueOf("moving", changed)).isEqualTo(Value.FALSE);
  }

  private static Value valueOf(String flagKey, ObjectValue bulk) {
    return ((ListValue) bulk.fields().get("flags"))
        .elements().stream()
            .map(flag -> ((ObjectValue) flag).fields())
            .filter(flag -> flag.get("key").equals(Value.of(flagKey)))
            .findFirst()
            .orElseThrow()
            .get("value");
  }

  private static ObjectValue ask(String flagKey, String type, String defaultValue)
      throws IOException {
    ObjectValue answer =
        ask(
            """
            {"flag": "%s", "type": "%s", "defaultValue": %s, "context": %s}\
            """
                .formatted(flagKey, type, defaultValue, ANN));
    assertThat(answer.fields()).containsEntry("flagKey", Value.of(flagKey));
    return answer;
  }

  private static ObjectValue ask(String question) throws IOException {
    questions.write(question);
    questions.newLine();
    questions.flush();
    String answer = answers.readLine();
    assertThat(answer).as("the client has ended; what it said is above").isNotNull();
    return (ObjectValue) JsonText.read(answer);
  }
}
