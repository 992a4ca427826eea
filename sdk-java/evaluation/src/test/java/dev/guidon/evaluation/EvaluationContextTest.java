// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationContextTest {

  @Test
  void userIsAlwaysThere() {
    assertThat(EvaluationContext.anonymous().targetingKey()).isNull();
    assertThat(EvaluationContext.anonymous().targetingKey("organization")).isNull();
    assertThat(read(EvaluationContext.anonymous(), "user", "kind")).isEqualTo(Value.of("user"));
    assertThat(EvaluationContext.builder(null).build().targetingKey()).isNull();
    assertThat(EvaluationContext.of("ann").targetingKey()).isEqualTo("ann");
  }

  @Test
  void emptyTargetingKeyIsMissing() {
    assertThat(EvaluationContext.of("").targetingKey()).isNull();
    assertThat(EvaluationContext.builder("").kind("device", "").build().targetingKey("device"))
        .isNull();
  }

  @Test
  void attributesAreOfTheKindNamedLast() {
    EvaluationContext context =
        EvaluationContext.builder("ann")
            .set("plan", "free")
            .kind("organization", "acme")
            .set("plan", "pro")
            .build();

    assertThat(read(context, "user", "plan")).isEqualTo(Value.of("free"));
    assertThat(read(context, "organization", "plan")).isEqualTo(Value.of("pro"));
    assertThat(context.targetingKey("organization")).isEqualTo("acme");
    assertThat(read(context, "device", "plan")).isNull();
  }

  @Test
  void kindNamedBeforeIsContinuedWithTheNewKey() {
    EvaluationContext context =
        EvaluationContext.builder("ann")
            .set("a", 1)
            .kind("organization", "acme")
            .set("b", 2)
            .kind("user", "bob")
            .set("c", 3)
            .kind("organization", "globex")
            .set("d", 4)
            .build();

    assertThat(context.targetingKey()).isEqualTo("bob");
    assertThat(context.targetingKey("organization")).isEqualTo("globex");
    assertThat(read(context, "user", "a")).isEqualTo(Value.of(1));
    assertThat(read(context, "user", "c")).isEqualTo(Value.of(3));
    assertThat(read(context, "organization", "b")).isEqualTo(Value.of(2));
    assertThat(read(context, "organization", "d")).isEqualTo(Value.of(4));
    assertThat(context).hasToString("EvaluationContext[user, organization]");
  }

  @Test
  void sameKindNamedAgainOnlyGetsAnotherKey() {
    EvaluationContext context =
        EvaluationContext.builder("ann").set("a", 1).kind("user", "bob").build();

    assertThat(context.targetingKey()).isEqualTo("bob");
    assertThat(read(context, "user", "a")).isEqualTo(Value.of(1));
  }

  @Test
  void lastValueOfANameCounts() {
    EvaluationContext context =
        EvaluationContext.builder("ann")
            .set("a", 1)
            .set("a", "text")
            .set("b", 1)
            .set("b", (String) null)
            .build();

    assertThat(read(context, "user", "a")).isEqualTo(Value.of("text"));
    assertThat(read(context, "user", "b")).isNull();
  }

  @Test
  void everyTypeOfAttributeIsKept() {
    EvaluationContext context =
        EvaluationContext.builder("ann")
            .set("text", "a")
            .set("truth", true)
            .set("whole", 7)
            .set("long", (1L << 53) + 1)
            .set("fraction", 0.5)
            .set("instant", Instant.EPOCH)
            .set("list", List.of("a", "b"))
            .set("value", Value.of(Map.of("a", Value.TRUE)))
            .build();

    assertThat(read(context, "user", "text")).isEqualTo(Value.of("a"));
    assertThat(read(context, "user", "truth")).isEqualTo(Value.TRUE);
    assertThat(read(context, "user", "whole")).isEqualTo(Value.of(7.0));
    assertThat(read(context, "user", "long")).isEqualTo(Value.of(0x1p53));
    assertThat(read(context, "user", "fraction")).isEqualTo(Value.of(0.5));
    assertThat(read(context, "user", "instant")).isEqualTo(Value.of(Instant.EPOCH));
    assertThat(read(context, "user", "list"))
        .isEqualTo(Value.of(List.of(Value.of("a"), Value.of("b"))));
    assertThat(read(context, "user", "/value/a")).isEqualTo(Value.TRUE);
  }

  @Test
  void nullIsAMissingAttributeOfAnyType() {
    EvaluationContext context =
        EvaluationContext.builder("ann")
            .set("text", (String) null)
            .set("instant", (Instant) null)
            .set("list", (List<String>) null)
            .set("value", (Value) null)
            .set("json", Value.NULL)
            .build();

    assertThat(List.of("text", "instant", "list", "value", "json"))
        .allMatch(name -> read(context, "user", name) == null);
  }

  @Test
  void anyNumberOfAttributesIsKept() {
    EvaluationContext.Builder builder = EvaluationContext.builder("ann");
    for (int i = 0; i < 200; i++) {
      builder.set("name-" + i, i);
    }
    EvaluationContext context = builder.build();

    for (int i = 0; i < 200; i++) {
      assertThat(read(context, "user", "name-" + i)).isEqualTo(Value.of(i));
    }
  }

  @Test
  void builderNeedsNames() {
    assertThatNullPointerException()
        .isThrownBy(() -> EvaluationContext.builder("a").set(null, "b"))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> EvaluationContext.builder("a").kind(null, "b"))
        .withMessage("kind");
  }

  @Test
  void logsSayNoValues() {
    EvaluationContext context =
        EvaluationContext.builder("secret").set("email", "secret").kind("device", "secret").build();

    assertThat(context).hasToString("EvaluationContext[user, device]");
    assertThat(EvaluationContext.anonymous()).hasToString("EvaluationContext[user]");
    assertThat(EvaluationContext.invalid()).hasToString("EvaluationContext[invalid]");
  }

  @Test
  void objectWithAKeyOfItsOwnIsAKindAndNoAttribute() {
    EvaluationContext context =
        flat(
            "targetingKey", Value.of("ann"),
            "plan", Value.of("free"),
            "organization", object("targetingKey", Value.of("acme"), "plan", Value.of("pro")),
            "seats", Value.of(3));

    assertThat(context.targetingKey()).isEqualTo("ann");
    assertThat(context.targetingKey("organization")).isEqualTo("acme");
    assertThat(read(context, "user", "plan")).isEqualTo(Value.of("free"));
    assertThat(read(context, "user", "seats")).isEqualTo(Value.of(3));
    assertThat(read(context, "organization", "plan")).isEqualTo(Value.of("pro"));
    assertThat(read(context, "user", "organization")).isNull();
    assertThat(context.isValid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "kind", "$now", ""})
  void objectWithAReservedNameIsNoKind(String name) {
    EvaluationContext context = flat(name, object("targetingKey", Value.of("acme")));

    assertThat(context).hasToString("EvaluationContext[user]");
  }

  @Test
  void objectNamedUserIsAnAttribute() {
    EvaluationContext context = flat("user", object("targetingKey", Value.of("acme")));

    assertThat(read(context, "user", "/user/targetingKey")).isEqualTo(Value.of("acme"));
    assertThat(context.targetingKey()).isNull();
  }

  @Test
  void objectWithoutAUsableKeyIsAnAttribute() {
    for (Value key : List.of(Value.of(""), Value.of(1), Value.NULL, Value.TRUE)) {
      EvaluationContext context = flat("o", object("targetingKey", key, "a", Value.of(1)));

      assertThat(read(context, "user", "/o/a")).as("%s", key).isEqualTo(Value.of(1));
      assertThat(context).hasToString("EvaluationContext[user]");
    }
  }

  @Test
  void contextIsInvalidWhenItCannotBeRead() {
    assertThat(EvaluationContext.fromFlat(Value.NULL).isValid()).isFalse();
    assertThat(EvaluationContext.fromFlat(Value.of("ann")).isValid()).isFalse();
    assertThat(EvaluationContext.fromFlat(Value.of(List.of())).isValid()).isFalse();
    assertThat(flat("targetingKey", Value.of(1)).isValid()).isFalse();
    assertThat(flat("targetingKey", Value.of(Map.of())).isValid()).isFalse();
    assertThat(flat("targetingKey", Value.NULL).isValid()).isTrue();
    assertThat(flat().isValid()).isTrue();
  }

  @Test
  void nothingIsEvaluatedForAnInvalidContext() {
    FlagSnapshot snapshot = Definitions.snapshotOf(Definitions.flag("f"));
    Evaluation invalid = Evaluation.error(ErrorKind.INVALID_CONTEXT);

    assertThat(snapshot.evaluate("f", EvaluationContext.invalid(), 0)).isEqualTo(invalid);
    assertThat(snapshot.evaluate("none", EvaluationContext.invalid(), 0)).isEqualTo(invalid);
    assertThat(snapshot.evaluate("f", Getter.BOOLEAN, EvaluationContext.invalid(), 0))
        .isEqualTo(invalid);
    assertThat(snapshot.nextChangeAfter("f", EvaluationContext.invalid(), 0))
        .isEqualTo(Long.MAX_VALUE);
  }

  private static Value read(EvaluationContext context, String kind, String attribute) {
    return AttributeReference.parse(kind, attribute).read(context);
  }

  private static EvaluationContext flat(Object... namesAndValues) {
    return EvaluationContext.fromFlat(object(namesAndValues));
  }

  private static Value object(Object... namesAndValues) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
    }
    return Value.of(fields);
  }
}
