// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeReferenceTest {

  private static final EvaluationContext CONTEXT =
      EvaluationContext.builder("ann")
          .set("a/b", "slash")
          .set("~", "tilde")
          .set("~1", "escape")
          .set("list", List.of("x"))
          .set(
              "o",
              Value.of(
                  Map.of(
                      "kind", Value.of("inner"),
                      "p/q", Value.of("slash inside"),
                      "null", Value.NULL,
                      "deep", Value.of(Map.of("er", Value.of("deepest"))))))
          .kind("organization", "acme")
          .build();

  @ParameterizedTest
  @CsvSource({
    "a/b, slash",
    "/a~1b, slash",
    "~, tilde",
    "/~0, tilde",
    "~1, escape",
    "/~01, escape",
    "/o/p~1q, slash inside",
    "/o/kind, inner",
    "/o/deep/er, deepest",
    "targetingKey, ann",
    "/targetingKey, ann",
    "kind, user",
    "/kind, user"
  })
  void attributeIsReadByNameOrPath(String attribute, String value) {
    assertThat(read("user", attribute)).isEqualTo(Value.of(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b",
        "/o/none",
        "/o/null",
        "/o/deep/er/x",
        "/list/0",
        "/a~1b/x",
        "/kind/x",
        "/targetingKey/x",
        "/$now/x",
        "$now"
      })
  void whatIsNotThereIsMissing(String attribute) {
    assertThat(read("user", attribute)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//a", "/a/", "/a//b", "/~", "/~2", "/a~", "/a/~x", "/a~~0"})
  void otherTextIsNoAttribute(String attribute) {
    assertThat(AttributeReference.parse("user", attribute)).isNull();
  }

  @Test
  void reservedNamesAreThoseOfTheKind() {
    assertThat(read("organization", "kind")).isEqualTo(Value.of("organization"));
    assertThat(read("organization", "targetingKey")).isEqualTo(Value.of("acme"));
    assertThat(read("device", "kind")).isNull();
    assertThat(read("device", "targetingKey")).isNull();
  }

  @Test
  void nowIsTheTimeOnlyAsTheWholeReference() {
    assertThat(AttributeReference.parse("user", "$now").isNow()).isTrue();
    assertThat(AttributeReference.parse("user", "/$now").isNow()).isTrue();
    assertThat(AttributeReference.parse("user", "/$now/x").isNow()).isFalse();
    assertThat(AttributeReference.parse("user", "/x/$now").isNow()).isFalse();
    assertThat(AttributeReference.parse("user", "kind").isNow()).isFalse();
  }

  private static Value read(String kind, String attribute) {
    return AttributeReference.parse(kind, attribute).read(CONTEXT);
  }
}
