// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SortedKeysTest {

  @Test
  void setStaysSortedWhateverIsAddedAndRemoved() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      TreeSet<String> expected = new TreeSet<>();
      SortedKeys keys = SortedKeys.NONE;
      for (int revision = 0; revision < 6; revision++) {
        Set<String> added = new HashSet<>();
        Set<String> removed = new HashSet<>();
        for (int i = random.nextInt(8); i > 0; i--) {
          String key = "k" + random.nextInt(20);
          (expected.contains(key) ? removed : added).add(key);
        }
        expected.addAll(added);
        expected.removeAll(removed);

        keys = keys.with(added, removed);

        assertThat(keys).as("seed %d", seed).containsExactlyElementsOf(expected);
        assertThat(keys).hasSize(expected.size());
        for (int i = 0; i < 20; i++) {
          assertThat(keys.contains("k" + i)).isEqualTo(expected.contains("k" + i));
        }
      }
    }
  }

  @Test
  void keysAreInTheirNaturalOrder() {
    assertThat(SortedKeys.of(List.of("b", "B", "a", "10", "9")))
        .containsExactly("10", "9", "B", "a", "b");
  }

  @Test
  void nothingButAKeyIsInTheSet() {
    SortedKeys keys = SortedKeys.of(List.of("a"));

    assertThat(keys.contains(null)).isFalse();
    assertThat(keys.contains((Object) 1)).isFalse();
  }

  @Test
  void setThatDoesNotChangeIsTheSame() {
    SortedKeys keys = SortedKeys.of(List.of("a"));

    assertThat(keys.with(Set.of(), Set.of())).isSameAs(keys);
  }
}
