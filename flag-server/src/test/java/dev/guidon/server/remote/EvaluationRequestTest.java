// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationRequestTest {

  @Test
  void readsTheContextOfTheRequest() {
    var context =
        EvaluationRequest.read(
            bytes(
                """
                {"context": {"targetingKey": "ann", "organization": {"targetingKey": "acme"}}}\
                """));

    assertThat(context.targetingKey()).isEqualTo("ann");
    assertThat(context.targetingKey("organization")).isEqualTo("acme");
  }

  @Test
  void takesNumbersAndTextThatADocumentMayNotHold() {
    var context =
        EvaluationRequest.read(
            bytes(
                """
                {"context": {"huge": 1e999, "half": "\\ud800"}}\
                """));

    assertThat(context.isValid()).isTrue();
  }

  @Test
  void aTargetingKeyThatIsNoTextMakesAContextThatCannotBeEvaluatedFor() {
    assertThat(EvaluationRequest.read(bytes("{\"context\": {\"targetingKey\": 1}}")).isValid())
        .isFalse();
  }

  @Test
  void aMissingContextIsRefusedByName() {
    assertThat(refusal("{}").code()).isEqualTo("invalid-context");
    assertThat(refusal("{}").detail()).startsWith("context: missing");
    assertThat(refusal("{\"context\": null}").code()).isEqualTo("invalid-context");
  }

  @Test
  void aBodyThatIsNoObjectIsRefused() {
    assertThat(refusal("[]").code()).isEqualTo("invalid-json");
    assertThat(refusal("").code()).isEqualTo("invalid-json");
  }

  @Test
  void contextsBeyondTheLimitsAreRefusedByTheNameOfTheLimit() {
    String many =
        IntStream.rangeClosed(0, 200)
            .mapToObj(i -> "\"a" + i + "\":1")
            .collect(Collectors.joining(","));
    String deep = "{\"a\":".repeat(20) + "1" + "}".repeat(20);

    assertThat(refusal("{\"context\": {" + many + "}}").detail()).contains("200 attributes");
    assertThat(refusal("{\"context\": " + deep + "}").detail()).contains("depth");
    assertThat(refusal("{\"context\": {\"" + "n".repeat(129) + "\": 1}}").detail()).contains("128");
    assertThat(refusal("{\"context\": {\"a\": \"" + "x".repeat(70_000) + "\"}}").status())
        .isEqualTo(413);
  }

  private static Problem refusal(String body) {
    return catchThrowableOfType(ProblemException.class, () -> EvaluationRequest.read(bytes(body)))
        .problem();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
