// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Random lives of an organisation, each step compared with a model that lists what everybody may do, one thing after the other.
class PeopleModelTest {

  private static final int SEQUENCES = Integer.getInteger("sequences", 10_000);
  private static final int STEPS = 20;
  private static final int SAMPLES = 12;

  @Test
  void noTokenEverDoesMoreThanItsOwnerMayAtThatMoment() {
    long seed = Long.getLong("seed", 4_021);
    int done = 0;
    int refused = 0;
    for (int i = 0; i < SEQUENCES; i++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + i);
      var life = new RandomLife(random);
      for (int step = 0; step < STEPS; step++) {
        String what = life.step();
        if (life.wasRefused()) {
          refused++;
        } else {
          done++;
        }
        compare(life, random, "seed " + (seed + i) + " step " + step + ": " + what);
      }
    }

    assertThat(done).as("steps that were taken").isGreaterThan(SEQUENCES);
    assertThat(refused).as("steps that were refused").isGreaterThan(SEQUENCES);
  }

  private static void compare(RandomLife life, RandomGenerator random, String when) {
    BitSet gained = life.gained();
    gained.andNot(life.actorCouldBefore());
    assertThat(gained.isEmpty()).as("%s: somebody got what the giver had not", when).isTrue();

    for (String token : life.tokens()) {
      BitSet owner = life.ownerMay(token);
      BitSet expected = life.tokenMay(token);
      for (int i = 0; i < SAMPLES; i++) {
        int cell = random.nextInt(Cells.COUNT);
        boolean allowed = life.isAllowed(token, cell);
        assertThat(allowed)
            .as("%s: token %s, %s", when, token, Cells.inWords(cell))
            .isEqualTo(expected.get(cell));
        assertThat(!allowed || owner.get(cell)).as("%s: more than the owner", when).isTrue();
      }
    }
  }
}
