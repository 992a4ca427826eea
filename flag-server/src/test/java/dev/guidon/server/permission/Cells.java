// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything that can be done in a small installation, numbered: each action on each flag, and on no flag, at each place.
final class Cells {

  private static final List<Action> ACTIONS = List.of(Action.values());
  static final List<Place> PLACES = places();
  static final List<@Nullable FlagTraits> FLAGS = flags();
  static final int COUNT = ACTIONS.size() * PLACES.size() * FLAGS.size();

  private Cells() {}

  private static List<Place> places() {
    List<Place> places = new ArrayList<>();
    places.add(Place.INSTALLATION);
    for (int p = 0; p < 2; p++) {
      var project = new Place.Project(new UUID(1, p), "p" + p);
      places.add(project);
      for (int e = 0; e < 2; e++) {
        places.add(new Place.Environment(project, new UUID(2, 2L * p + e), "e" + e));
      }
    }
    return places;
  }

  private static List<@Nullable FlagTraits> flags() {
    List<@Nullable FlagTraits> flags = new ArrayList<>();
    flags.add(null);
    flags.add(new FlagTraits("tagged", Set.of("t"), "release"));
    flags.add(new FlagTraits("plain", Set.of(), "release"));
    return flags;
  }

  static Action action(int cell) {
    return ACTIONS.get(cell / (PLACES.size() * FLAGS.size()));
  }

  static Place place(int cell) {
    return PLACES.get(cell / FLAGS.size() % PLACES.size());
  }

  static @Nullable FlagTraits flag(int cell) {
    return FLAGS.get(cell % FLAGS.size());
  }

  static Resource resource(int cell) {
    return new Resource(place(cell), flag(cell));
  }

  static String inWords(int cell) {
    return action(cell).text() + " on " + resource(cell);
  }
}
