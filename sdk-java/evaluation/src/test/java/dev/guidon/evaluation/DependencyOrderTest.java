// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DependencyOrderTest {

  @Test
  void everyKeyComesAfterThoseItRefersToUnlessTheyLeadBack() {
    for (int seed = 0; seed < 2_000; seed++) {
      Map<String, List<String>> graph = randomGraph(new Random(seed));

      DependencyOrder order = DependencyOrder.of(graph.keySet(), graph::get);

      assertThat(order.order())
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(graph.keySet());
      graph.forEach((from, references) -> {
        for (String to : references) {
          boolean leadsBack = reachable(graph, to).contains(from);
          assertThat(order.leadsBack(from, to))
              .as("%s to %s of %s", from, to, graph)
              .isEqualTo(leadsBack);
          if (!leadsBack && graph.containsKey(to)) {
            assertThat(order.order().indexOf(to))
                .as("%s before %s of %s", to, from, graph)
                .isLessThan(order.order().indexOf(from));
          }
        }
      });
    }
  }

  @Test
  void keyThatIsNotThereLeadsNowhere() {
    DependencyOrder order = DependencyOrder.of(List.of("a"), any -> List.of("b"));

    assertThat(order.order()).containsExactly("a");
    assertThat(order.leadsBack("a", "b")).isFalse();
    assertThat(order.leadsBack("b", "a")).isFalse();
    assertThat(order.leadsBack("a", "a")).isFalse();
  }

  /// Each key with what it refers to: others, itself, or what is not there.
  private static Map<String, List<String>> randomGraph(Random random) {
    int size = 1 + random.nextInt(9);
    Map<String, List<String>> graph = new LinkedHashMap<>();
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      keys.add(i);
    }
    Collections.shuffle(keys, random);
    for (int key : keys) {
      List<String> references = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        references.add("k" + random.nextInt(size + 1));
      }
      graph.put("k" + key, references);
    }
    return graph;
  }

  private static Set<String> reachable(Map<String, List<String>> graph, String from) {
    Set<String> reached = new HashSet<>();
    Deque<String> waiting = new ArrayDeque<>(List.of(from));
    while (!waiting.isEmpty()) {
      String key = waiting.removeFirst();
      if (graph.containsKey(key) && reached.add(key)) {
        waiting.addAll(graph.get(key));
      }
    }
    return reached;
  }
}
