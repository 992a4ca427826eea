// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.evaluation.definition.Variation;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetterTest {

  private static final EvaluationContext ANN = EvaluationContext.of("ann");

  @ParameterizedTest
  @CsvSource({
    "boolean, true, BOOLEAN",
    "string, text, STRING",
    "json, text, JSON",
    "integer, 5, INTEGER INTEGER_32 NUMBER",
    "integer, 2147483647, INTEGER INTEGER_32 NUMBER",
    "integer, 2147483648, INTEGER NUMBER",
    "integer, -2147483648, INTEGER INTEGER_32 NUMBER",
    "integer, -2147483649, INTEGER NUMBER",
    "number, 5, INTEGER INTEGER_32 NUMBER",
    "number, 0.5, NUMBER",
    "number, 9007199254740991, INTEGER NUMBER",
    "number, -9007199254740991, INTEGER NUMBER",
    "number, 9007199254740992, NUMBER",
    "number, -9007199254740992, NUMBER"
  })
  void gettersReadFlagsOfTheirTypeAndRange(String type, String text, String getters) {
    Value value = valueOf(type, text);
    FlagSnapshot snapshot = snapshotOf(flag("f").of(type, new Variation("v", value)));

    assertThat(
            Stream.of(Getter.values())
                .filter(getter -> value.equals(snapshot.evaluate("f", getter, ANN, 0).value()))
                .map(Getter::name))
        .containsExactly(getters.split(" ", -1));
    for (Getter getter : Getter.values()) {
      Evaluation evaluation = snapshot.evaluate("f", getter, ANN, 0);
      assertThat(evaluation.value() == null)
          .isEqualTo(evaluation.equals(Evaluation.error(ErrorKind.TYPE_MISMATCH)));
    }
  }

  @Test
  void typeDoesNotMatterWhereNoVariationIsServed() {
    FlagSnapshot snapshot = snapshotOf(flag("f").off().withoutOffVariation());

    assertThat(snapshot.evaluate("f", Getter.STRING, ANN, 0))
        .isEqualTo(new Evaluation(null, null, new Reason.Off()));
    assertThat(snapshot.evaluate("none", Getter.STRING, ANN, 0))
        .isEqualTo(Evaluation.error(ErrorKind.FLAG_NOT_FOUND));
  }

  @Test
  void getterReadsNumbersOnlyFromNumericFlags() {
    assertThat(Getter.INTEGER.reads(FlagType.JSON, Value.of(1))).isFalse();
    assertThat(Getter.NUMBER.reads(FlagType.JSON, Value.of(1))).isFalse();
    assertThat(Getter.INTEGER.reads(FlagType.NUMBER, Value.of("1"))).isFalse();
  }

  private static Value valueOf(String type, String text) {
    return switch (type) {
      case "boolean" -> Value.of(Boolean.parseBoolean(text));
      case "integer", "number" -> Value.of(Double.parseDouble(text));
      default -> Value.of(text);
    };
  }
}
