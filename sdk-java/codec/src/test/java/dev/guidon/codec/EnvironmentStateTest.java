// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvironmentStateTest {

  private static final EvaluationContext USER = EvaluationContext.of("user-1");

  private static DefinitionObject flag(String key, long version) {
    var flag =
        new FlagDefinition(
            key,
            "boolean",
            List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE)),
            false);
    return DefinitionObject.of(DefinitionKind.FLAG, key, version, DefinitionCodec.encode(flag));
  }

  private static DefinitionObject serving(String key, String variation, long version) {
    return targeting(key, List.of(), variation, version);
  }

  private static DefinitionObject targeting(
      String key, List<Prerequisite> prerequisites, String variation, long version) {
    var targeting =
        new Targeting(
            key, true, "off", prerequisites, List.of(), List.of(), new FixedVariation(variation));
    return DefinitionObject.of(
        DefinitionKind.TARGETING, key, version, DefinitionCodec.encode(targeting));
  }

  private static EnvironmentDelta puts(DefinitionObject... objects) {
    return new EnvironmentDelta(List.of(objects), List.of());
  }

  @Test
  void changeGoesIntoTheNextStateAndLeavesThisOne() {
    EnvironmentState before =
        EnvironmentState.of(3, List.of(flag("a", 1), serving("a", "on", 1))).state();

    EnvironmentState.Applied after = before.apply(puts(serving("a", "off", 2)), 7);

    assertThat(after.state().revision()).isEqualTo(7);
    assertThat(after.state().snapshot().evaluate("a", USER, 0).variationKey()).isEqualTo("off");
    assertThat(after.compilation().affectedFlags()).containsExactly("a");
    assertThat(before.revision()).isEqualTo(3);
    assertThat(before.snapshot().evaluate("a", USER, 0).variationKey()).isEqualTo("on");
  }

  @Test
  void dependantFlagsAreAffectedAndNothingElseIsCompiled() {
    List<DefinitionObject> objects = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      objects.add(flag("other-" + i, 1));
      objects.add(serving("other-" + i, "on", 1));
    }
    objects.add(flag("base", 1));
    objects.add(serving("base", "on", 1));
    objects.add(flag("dependant", 1));
    objects.add(targeting("dependant", List.of(new Prerequisite("base", "on")), "on", 1));
    EnvironmentState before = EnvironmentState.of(1, objects).state();

    EnvironmentState.Applied after = before.apply(puts(serving("base", "off", 2)), 2);

    assertThat(after.compilation().affectedFlags()).containsExactlyInAnyOrder("base", "dependant");
    assertThat(after.compilation().compiledCount()).isLessThanOrEqualTo(4);
  }

  @Test
  void unreadableDefinitionIsMalformedAndTheOthersWork() {
    var broken = DefinitionObject.of(DefinitionKind.FLAG, "broken", 1, new byte[] {-1, -1, -1, -1});

    EnvironmentState.Applied applied =
        EnvironmentState.of(
            1, List.of(broken, serving("broken", "on", 1), flag("a", 1), serving("a", "on", 1)));

    Evaluation evaluation = applied.state().snapshot().evaluate("broken", USER, 0);
    assertThat(evaluation).isEqualTo(Evaluation.error(ErrorKind.MALFORMED_FLAG));
    assertThat(applied.state().snapshot().evaluate("a", USER, 0).variationKey()).isEqualTo("on");
    assertThat(applied.compilation().problems()).isNotEmpty();
  }

  @Test
  void unreadableSegmentMakesTheFlagsThatUseItMalformed() {
    var broken =
        DefinitionObject.of(DefinitionKind.SEGMENT, "staff", 1, new byte[] {-1, -1, -1, -1});
    var inSegment =
        new dev.guidon.evaluation.definition.Clause(
            null, null, "inSegment", List.of(Value.of("staff")), false, false, null);
    var targeting =
        new Targeting(
            "a",
            true,
            "off",
            List.of(),
            List.of(),
            List.of(
                new dev.guidon.evaluation.definition.TargetingRule(
                    "r", List.of(inSegment), null, new FixedVariation("on"))),
            new FixedVariation("off"));

    EnvironmentState state =
        EnvironmentState.of(
                1,
                List.of(
                    broken,
                    flag("a", 1),
                    DefinitionObject.of(
                        DefinitionKind.TARGETING, "a", 1, DefinitionCodec.encode(targeting))))
            .state();

    assertThat(state.snapshot().evaluate("a", USER, 0))
        .isEqualTo(Evaluation.error(ErrorKind.MALFORMED_FLAG));
  }

  /// However the state was reached: its digest, objects and answers are those of the same objects compiled at once.
  @Test
  void stateReachedByChangesEqualsTheStateOfTheSameObjects() {
    for (long seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      EnvironmentState state = EnvironmentState.of(0, List.of()).state();
      for (int revision = 1; revision <= 25; revision++) {
        state = state.apply(randomDelta(random, revision), revision).state();
      }

      EnvironmentState anew = EnvironmentState.of(25, state.objects()).state();

      assertThat(state.digest()).as("seed %d", seed).isEqualTo(anew.digest());
      assertThat(state.snapshot().definition()).isEqualTo(anew.snapshot().definition());
      assertThat(state.snapshot().problems()).isEqualTo(anew.snapshot().problems());
      for (String key : List.of("a", "b", "c", "d", "e")) {
        assertThat(state.snapshot().evaluate(key, USER, 0))
            .as("flag %s of seed %d", key, seed)
            .isEqualTo(anew.snapshot().evaluate(key, USER, 0));
      }
    }
  }

  private static EnvironmentDelta randomDelta(Random random, long version) {
    List<DefinitionObject> puts = new ArrayList<>();
    List<DefinitionName> deletes = new ArrayList<>();
    List<String> keys = List.of("a", "b", "c", "d", "e");
    for (String key : keys) {
      switch (random.nextInt(8)) {
        case 0 -> puts.add(flag(key, version));
        case 1 -> puts.add(serving(key, random.nextBoolean() ? "on" : "off", version));
        case 2 -> {
          var other = new Prerequisite(keys.get(random.nextInt(keys.size())), "on");
          puts.add(targeting(key, List.of(other), "on", version));
        }
        case 3 -> deletes.add(new DefinitionName(DefinitionKind.FLAG, key));
        case 4 -> deletes.add(new DefinitionName(DefinitionKind.TARGETING, key));
        default -> {}
      }
    }
    return new EnvironmentDelta(puts, deletes);
  }

  @Test
  void changesToOtherObjectsLeadThere() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      EnvironmentState from = EnvironmentState.of(0, List.of()).state();
      EnvironmentState to = from;
      for (int revision = 1; revision <= 5; revision++) {
        from = from.apply(randomDelta(random, revision), revision).state();
        to = to.apply(randomDelta(random, revision), revision).state();
      }

      EnvironmentDelta changes = from.changesTo(to.objects());

      EnvironmentState reached = from.apply(changes, 6).state();
      assertThat(reached.digest()).isEqualTo(to.digest());
      assertThat(reached.objects()).containsExactlyInAnyOrderElementsOf(to.objects());
      assertThat(to.changesTo(to.objects()).isEmpty()).isTrue();
    }
  }

  @Test
  void sizeIsThatOfTheObjectsWhateverChangesLedToThem() {
    DefinitionObject flag = flag("a", 1);
    DefinitionObject longer = flag("a-longer-key", 1);
    DefinitionObject targeting = serving("a", "off", 2);
    EnvironmentState state =
        EnvironmentState.of(3, List.of(flag, flag("b", 1), serving("a", "on", 1))).state();

    EnvironmentState after =
        state
            .apply(
                new EnvironmentDelta(
                    List.of(longer, targeting),
                    List.of(flag("b", 1).name(), flag("gone", 1).name())),
                4)
            .state();

    assertThat(state.size().flags()).isEqualTo(2);
    assertThat(after.size())
        .isEqualTo(new EnvironmentSize(2, 1, 0, flag.size() + longer.size() + targeting.size()));
  }

  @Test
  void objectsOfOneNameAreRefused() {
    assertThatThrownBy(() -> EnvironmentState.of(1, List.of(flag("a", 1), flag("a", 2))))
        .hasMessage("definition: FLAG a occurs twice (expected: once)");
  }
}
