// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.conformance.twin.RandomContexts.Both;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the engine says of time holds for the twin's answers: until the next change that it names they stay the same. EDGE-11
class TimeDependenceTest {

  private static final int ENVIRONMENTS = 500;
  private static final int QUESTIONS = 200;
  private static final long SEED = Long.getLong("seed", new Random().nextLong());

  private int heldByTime;
  private int heldForGood;

  @Test
  void noAnswerChangesBeforeTheNextChange() {
    System.out.println("TimeDependenceTest: -Dseed=" + SEED);

    for (int i = 0; i < ENVIRONMENTS; i++) {
      askOneEnvironment(SEED + i);
    }

    assertThat(heldByTime).as("answers of time-dependent flags").isGreaterThan(1_000);
    assertThat(heldForGood).as("answers of other flags").isGreaterThan(1_000);
  }

  private void askOneEnvironment(long seed) {
    Random random = new Random(seed);
    EnvironmentDefinition environment = new RandomEnvironments(random).next();
    FlagSnapshot snapshot = FlagSnapshot.compile(environment).snapshot();
    NaiveTwin twin = new NaiveTwin(environment);
    RandomContexts contexts = new RandomContexts(random);
    Vocabulary vocabulary = new Vocabulary(random);

    for (int i = 0; i < QUESTIONS; i++) {
      Both context = contexts.next();
      String flagKey = "flag-" + random.nextInt(environment.flags().size());
      long at = vocabulary.at();
      long later = Math.max(at, vocabulary.at());
      long nextChange = snapshot.nextChangeAfter(flagKey, context.forEngine(), at);

      if (later < nextChange) {
        assertThat(twin.evaluate(flagKey, context.forTwin(), later))
            .as("%s at %s and %s, -Dseed=%s", flagKey, at, later, seed)
            .isEqualTo(twin.evaluate(flagKey, context.forTwin(), at));
        if (snapshot.isTimeDependent(flagKey)) {
          heldByTime++;
        } else {
          heldForGood++;
        }
      }
      if (!snapshot.isTimeDependent(flagKey)) {
        assertThat(nextChange).isEqualTo(Long.MAX_VALUE);
      }
    }
  }
}
