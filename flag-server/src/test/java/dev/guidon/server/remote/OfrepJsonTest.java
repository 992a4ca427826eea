// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.FlagType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OfrepJsonTest {

  @Test
  void aFlagThatIsOffKeepsItsValueBecauseClientsDropItWhenTheyReadDisabled() {
    var off = new Evaluation(Value.FALSE, "off", new Reason.Off());

    assertThat(answer(FlagType.BOOLEAN, off))
        .isEqualTo(
            """
            {"key":"checkout","value":false,"variant":"off","reason":"DEFAULT"}\
            """);
  }

  @Test
  void aFlagThatIsOffWithoutOffVariationIsDisabledAndHasNoValue() {
    var off = new Evaluation(null, null, new Reason.Off());

    assertThat(answer(FlagType.BOOLEAN, off))
        .isEqualTo(
            """
            {"key":"checkout","reason":"DISABLED"}\
            """);
  }

  @Test
  void aFailedPrerequisiteWithoutOffVariationIsDefaultWithoutValue() {
    var failed = new Evaluation(null, null, new Reason.PrerequisiteFailed("payments"));

    assertThat(answer(FlagType.BOOLEAN, failed))
        .isEqualTo(
            """
            {"key":"checkout","reason":"DEFAULT"}\
            """);
  }

  @Test
  void numbersOfNumberFlagsAlwaysHaveADecimalPoint() {
    assertThat(answer(FlagType.NUMBER, served(Value.of(10)))).contains("\"value\":10.0,");
    assertThat(answer(FlagType.NUMBER, served(Value.of(1e300)))).contains("\"value\":1.0E300,");
  }

  @Test
  void numbersOfIntegerFlagsNeverHaveADecimalPoint() {
    assertThat(answer(FlagType.INTEGER, served(Value.of(10)))).contains("\"value\":10,");
    assertThat(answer(FlagType.INTEGER, served(Value.of(-9007199254740991.0))))
        .contains("\"value\":-9007199254740991,");
  }

  @Test
  void textIsEscaped() {
    assertThat(answer(FlagType.STRING, served(Value.of("a \"b\"\n"))))
        .contains("\"value\":\"a \\\"b\\\"\\n\",");
    assertThat(answer(FlagType.JSON, served(Value.of(Map.of("a\\b", Value.NULL)))))
        .contains("\"value\":{\"a\\\\b\":null},");
  }

  @Test
  void anErrorNamesTheFlagTheCodeAndWhatWasExpected() {
    assertThat(answer(null, Evaluation.error(ErrorKind.MALFORMED_FLAG)))
        .isEqualTo(
            """
            {"key":"checkout","errorCode":"PARSE_ERROR",\
            "errorDetails":"flag checkout: its definition is malformed"}\
            """);
  }

  private static Evaluation served(Value value) {
    return new Evaluation(value, "v", new Reason.Fallthrough(false, false));
  }

  private static String answer(FlagType type, Evaluation evaluation) {
    return new String(OfrepJson.answer("checkout", type, evaluation), UTF_8);
  }
}
