// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvironmentDeltaTest {

  private static DefinitionObject flag(String key, long version) {
    return DefinitionObject.of(DefinitionKind.FLAG, key, version, new byte[] {(byte) version});
  }

  private static DefinitionName name(String key) {
    return new DefinitionName(DefinitionKind.FLAG, key);
  }

  @Test
  void mergedDeltaDoesWhatItsPartsDoOneAfterTheOther() {
    for (long seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      EnvironmentDelta first = randomDelta(random, 1);
      EnvironmentDelta second = randomDelta(random, 2);
      ObjectTable before = ObjectTable.EMPTY.with(randomDelta(random, 3));

      ObjectTable oneByOne = before.with(first).with(second);
      ObjectTable merged = before.with(first.then(second));

      assertThat(byName(merged)).as("seed %d", seed).isEqualTo(byName(oneByOne));
      assertThat(merged).hasSameSizeAs(oneByOne);
    }
  }

  private static EnvironmentDelta randomDelta(Random random, long version) {
    List<DefinitionObject> puts = new ArrayList<>();
    List<DefinitionName> deletes = new ArrayList<>();
    for (String key : List.of("a", "b", "c", "d")) {
      switch (random.nextInt(3)) {
        case 0 -> puts.add(flag(key, version));
        case 1 -> deletes.add(name(key));
        default -> {}
      }
    }
    return new EnvironmentDelta(puts, deletes);
  }

  /// The table beside a map that gets the same changes.
  @Test
  void tableHoldsWhatAMapWouldHold() {
    var random = new Random(1);
    ObjectTable table = ObjectTable.EMPTY;
    Map<DefinitionName, DefinitionObject> map = new HashMap<>();
    for (int step = 0; step < 3_000; step++) {
      DefinitionObject object = flag("key-" + random.nextInt(1_000), step);
      ObjectTable before = table;
      Map<DefinitionName, DefinitionObject> beforeMap = step % 500 == 0 ? new HashMap<>(map) : map;

      if (random.nextInt(3) == 0) {
        table = table.with(new EnvironmentDelta(List.of(), List.of(object.name())));
        map.remove(object.name());
      } else {
        table = table.with(new EnvironmentDelta(List.of(object), List.of()));
        map.put(object.name(), object);
      }

      assertThat(table.find(object.name())).isEqualTo(map.get(object.name()));
      assertThat(table).hasSize(map.size());
      if (step % 500 == 0) {
        assertThat(byName(before)).isEqualTo(beforeMap);
      }
    }
    assertThat(byName(table)).isEqualTo(map);
  }

  private static Map<DefinitionName, DefinitionObject> byName(ObjectTable table) {
    Map<DefinitionName, DefinitionObject> map = new HashMap<>();
    table.forEach(object -> assertThat(map.put(object.name(), object)).isNull());
    return map;
  }

  @Test
  void nameOccursOnce() {
    assertThatThrownBy(() -> new EnvironmentDelta(List.of(flag("a", 1)), List.of(name("a"))))
        .hasMessage("definition: FLAG a occurs twice (expected: once)");
  }
}
