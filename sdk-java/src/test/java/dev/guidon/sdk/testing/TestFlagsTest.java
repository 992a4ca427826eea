// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.testing;

import static dev.guidon.sdk.TestDefinitions.booleanFlag;
import static dev.guidon.sdk.TestDefinitions.forSegment;
import static dev.guidon.sdk.TestDefinitions.requiring;
import static dev.guidon.sdk.TestDefinitions.segmentOf;
import static dev.guidon.sdk.TestDefinitions.serving;
import static dev.guidon.sdk.TestDefinitions.startingAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.sdk.DataSource;
import dev.guidon.sdk.FlagChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestFlagsTest {

  private static final EvaluationContext USER = EvaluationContext.of("user-1");

  private final TestFlags flags = TestFlags.create();

  @Test
  void unknownFlagGivesTheDefaultValue() {
    assertThat(flags.isEnabled("checkout", USER, true)).isTrue();
    assertThat(flags.isEnabledDetails("checkout", USER, true).error())
        .isEqualTo(ErrorKind.FLAG_NOT_FOUND);
  }

  @Test
  void flagServesTheValueThatWasSetLast() {
    flags.set("checkout", true);
    assertThat(flags.isEnabled("checkout", USER, false)).isTrue();

    flags.set("checkout", false);
    assertThat(flags.isEnabled("checkout", USER, true)).isFalse();
  }

  @Test
  void flagOfEachTypeCanBeSet() {
    Value layout = Value.of(Map.of("columns", Value.of(3)));
    flags
        .set("text", "hello")
        .set("whole", 42)
        .set("large", 1L << 40)
        .set("half", 0.5)
        .set("layout", layout);

    assertThat(flags.getString("text", USER, "")).isEqualTo("hello");
    assertThat(flags.getInt("whole", USER, 0)).isEqualTo(42);
    assertThat(flags.getInteger("large", USER, 0)).isEqualTo(1L << 40);
    assertThat(flags.getNumber("half", USER, 0)).isEqualTo(0.5);
    assertThat(flags.getJson("layout", USER, Value.NULL)).isEqualTo(layout);
  }

  @Test
  void rulesThatLookAtTheTimeGoByTheClock() {
    Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
    TestFlags timed = TestFlags.create(() -> now[0]);
    timed.define(booleanFlag("sale"), startingAt("sale", "2026-06-01T00:00:00Z"));
    assertThat(timed.isEnabled("sale", USER, true)).isFalse();

    now[0] = Instant.parse("2026-06-02T00:00:00Z");

    assertThat(timed.isEnabled("sale", USER, false)).isTrue();
  }

  @Test
  void flagCanChangeItsType() {
    flags.set("a", "text").set("a", true);

    assertThat(flags.isEnabled("a", USER, false)).isTrue();
    assertThat(flags.getStringDetails("a", USER, "").error()).isEqualTo(ErrorKind.TYPE_MISMATCH);
  }

  @Test
  void removedFlagIsUnknown() {
    flags.set("a", true).remove("a");

    assertThat(flags.isEnabled("a", USER, false)).isFalse();
    assertThat(flags.flagKeys()).isEmpty();
  }

  @Test
  void wholeDefinitionsAreEvaluatedAsTheServersAre() {
    flags.define(
        new EnvironmentDefinition(
            List.of(booleanFlag("beta")),
            List.of(forSegment("beta", "staff")),
            List.of(segmentOf("staff", "user-1"))));

    assertThat(flags.isEnabled("beta", USER, false)).isTrue();
    assertThat(flags.isEnabled("beta", EvaluationContext.of("user-2"), true)).isFalse();
  }

  @Test
  void malformedDefinitionIsRefusedAndChangesNothing() {
    flags.set("a", true);

    assertThatThrownBy(() -> flags.define(booleanFlag("a"), serving("a", "maybe")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maybe");
    assertThatThrownBy(() -> flags.set("a", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(flags.isEnabled("a", USER, false)).isTrue();
  }

  @Test
  void listenersHearBeforeTheChangeReturns() {
    flags.define(booleanFlag("base"), serving("base", "on"));
    flags.define(booleanFlag("dependant"), requiring("dependant", "base"));
    List<FlagChange> changes = new ArrayList<>();
    var subscription = flags.onFlagChange(changes::add);

    flags.set("base", false);
    subscription.close();
    flags.set("base", true);

    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).flagKeys()).containsExactlyInAnyOrder("base", "dependant");
  }

  @Test
  void statusSaysThatATestSetsTheFlags() {
    assertThat(flags.awaitReady(Duration.ZERO)).isTrue();
    assertThat(flags.status().source()).isEqualTo(DataSource.TEST);
    assertThat(flags.status().stale()).isFalse();
  }

  @Test
  void manyTestsAtOnceDoNotSeeOneAnother() {
    List<Boolean> wrong =
        IntStream.range(0, 1_000)
            .parallel()
            .mapToObj(i -> {
              boolean on = i % 2 == 0;
              var own = TestFlags.create().set("shared-key", on);
              return own.isEnabled("shared-key", USER, !on) != on;
            })
            .filter(differs -> differs)
            .toList();

    assertThat(wrong).isEmpty();
  }
}
