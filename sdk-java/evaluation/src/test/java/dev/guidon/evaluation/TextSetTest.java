// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextSetTest {

  @Test
  void setHoldsItsTextsAndNoOthers() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Set<String> members = new HashSet<>();
      List<String> asked = new ArrayList<>();
      for (int i = random.nextInt(50); i > 0; i--) {
        String text = text(random);
        asked.add(text);
        asked.add(CaseFolding.fold(text));
        if (random.nextBoolean()) {
          members.add(text);
        }
      }

      TextSet exactly = TextSet.exactly(members);
      TextSet ignoringCase = TextSet.ignoringCase(members);

      Set<String> folded = new HashSet<>();
      members.forEach(member -> folded.add(CaseFolding.fold(member)));
      for (String text : asked) {
        assertThat(exactly.contains(text)).as(text).isEqualTo(members.contains(text));
        assertThat(ignoringCase.contains(text))
            .as(text)
            .isEqualTo(folded.contains(CaseFolding.fold(text)));
      }
    }
  }

  @Test
  void setMayHoldTextsThatShareAHash() {
    TextSet set = TextSet.exactly(List.of("AaAa", "BBBB", "AaBB"));

    assertThat(set.contains("AaAa")).isTrue();
    assertThat(set.contains("BBBB")).isTrue();
    assertThat(set.contains("AaBB")).isTrue();
    assertThat(set.contains("BBAa")).isFalse();
  }

  @Test
  void sameTextTwiceIsOneMember() {
    TextSet set = TextSet.ignoringCase(List.of("A", "a", "A"));

    assertThat(set.contains("a")).isTrue();
    assertThat(set.contains("b")).isFalse();
  }

  @Test
  void setOfNothingHoldsNothing() {
    assertThat(TextSet.exactly(List.of()).contains("")).isFalse();
    assertThat(TextSet.ignoringCase(List.of()).contains("")).isFalse();
    assertThat(TextSet.exactly(List.of("")).contains("")).isTrue();
  }

  @Test
  void largeSetHoldsEverything() {
    TextSet set = TextSet.exactly(IntStream.range(0, 100_000).mapToObj(i -> "user-" + i).toList());

    assertThat(IntStream.range(0, 100_000)).allMatch(i -> set.contains("user-" + i));
    assertThat(set.contains("user-100000")).isFalse();
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(4), 0, 6)
        .mapToObj(i -> List.of("A", "a", "BB", "é", "É", "\ud801\udc00").get(i))
        .reduce("", String::concat);
  }
}
