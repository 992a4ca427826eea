// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTableTest {

  /// Many of them have the same hash: "Aa" and "BB" do, and so does whatever is made of these.
  private static final List<String> KEYS = keys();

  @Test
  void tableHoldsWhatAHashMapWould() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<String> keys = KEYS.subList(0, 1 + random.nextInt(KEYS.size()));
      KeyTable<Integer> table = KeyTable.empty();
      Map<String, Integer> map = new HashMap<>();
      for (int revision = 0; revision < 20; revision++) {
        KeyTable.Editor<Integer> editor = table.edit();
        Map<String, Integer> before = Map.copyOf(map);
        for (int i = random.nextInt(60); i > 0; i--) {
          String key = keys.get(random.nextInt(keys.size()));
          if (random.nextInt(5) < 2) {
            editor.remove(key);
            map.remove(key);
          } else {
            editor.put(key, i);
            map.put(key, i);
          }
          assertThat(editor.get(key)).as("seed %d", seed).isEqualTo(map.get(key));
        }

        assertSame(table, before, keys, seed);
        table = editor.table();
        assertSame(table, map, keys, seed);
      }
    }
  }

  @Test
  void largeTableHoldsEverything() {
    KeyTable.Editor<Integer> editor = KeyTable.<Integer>empty().edit();
    for (int i = 0; i < 20_000; i++) {
      editor.put("flag-" + i, i);
    }
    KeyTable<Integer> table = editor.table();

    for (int i = 0; i < 20_000; i++) {
      assertThat(table.get("flag-" + i)).isEqualTo(i);
    }
    assertThat(table.get("flag-20000")).isNull();
    assertThat(table.size()).isEqualTo(20_000);
  }

  @Test
  void editThatChangesNothingGivesTheSameTable() {
    KeyTable<Integer> table = tableOf("a", 1);

    assertThat(table.edit().table()).isSameAs(table);
  }

  @Test
  void editorGoesOnAfterATableWasMade() {
    KeyTable.Editor<Integer> editor = tableOf("a", 1).edit();
    editor.put("b", 2);
    editor.table();

    assertThat(editor.get("a")).isEqualTo(1);
  }

  @Test
  void removingWhatIsNotThereChangesNothing() {
    KeyTable.Editor<Integer> editor = tableOf("a", 1).edit();
    editor.remove("b");

    assertThat(contents(editor.table())).isEqualTo(Map.of("a", 1));
    assertThat(KeyTable.empty().size()).isZero();
  }

  private static void assertSame(
      KeyTable<Integer> table, Map<String, Integer> map, List<String> keys, int seed) {
    assertThat(contents(table)).as("seed %d", seed).isEqualTo(map);
    assertThat(table.size()).as("seed %d", seed).isEqualTo(map.size());
    for (String key : keys) {
      assertThat(table.get(key)).as("seed %d, %s", seed, key).isEqualTo(map.get(key));
    }
  }

  private static Map<String, Integer> contents(KeyTable<Integer> table) {
    Map<String, Integer> contents = new HashMap<>();
    table.forEach(contents::put);
    return contents;
  }

  private static KeyTable<Integer> tableOf(String key, int value) {
    KeyTable.Editor<Integer> editor = KeyTable.<Integer>empty().edit();
    editor.put(key, value);
    return editor.table();
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      StringBuilder colliding = new StringBuilder();
      for (int bit = 0; bit < 3; bit++) {
        colliding.append(((i >> bit) & 1) == 0 ? "Aa" : "BB");
      }
      keys.add(i < 8 ? colliding.toString() : "key-" + i);
    }
    return keys;
  }
}
