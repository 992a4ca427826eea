// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A statement twice: as the server has it, and as the list of cells that it means.
record ModelStatement(Statement statement, BitSet cells) {

  private record Choice(List<String> patterns, boolean all, Set<String> keys) {}

  private record Actions(List<String> patterns, Set<Action> meant) {}

  private static final List<Choice> PROJECTS =
      List.of(
          new Choice(List.of(), true, Set.of("p0", "p1")),
          new Choice(List.of("p0"), false, Set.of("p0")),
          new Choice(List.of("p*"), false, Set.of("p0", "p1")),
          new Choice(List.of("*", "!p0"), false, Set.of("p1")));

  private static final List<Choice> ENVIRONMENTS =
      List.of(
          new Choice(List.of("*"), true, Set.of("e0", "e1")),
          new Choice(List.of("e1"), false, Set.of("e1")),
          new Choice(List.of("*", "!e1"), false, Set.of("e0")));

  private static final List<Actions> ACTIONS =
      List.of(
          new Actions(List.of("flag:write"), Set.of(Action.FLAG_WRITE)),
          new Actions(
              List.of("targeting:turn", "targeting:weigh"),
              Set.of(Action.TARGETING_TURN, Action.TARGETING_WEIGH)),
          new Actions(List.of("segment:*"), Set.of(Action.SEGMENT_READ, Action.SEGMENT_WRITE)),
          new Actions(List.of("access:*"), Set.of(Action.ACCESS_READ, Action.ACCESS_WRITE)),
          new Actions(
              List.of("access:write", "token:own", "flag:read"),
              Set.of(Action.ACCESS_WRITE, Action.TOKEN_OWN, Action.FLAG_READ)),
          new Actions(List.of("*"), withoutEvaluate()));

  private static Set<Action> withoutEvaluate() {
    var all = EnumSet.allOf(Action.class);
    all.remove(Action.EVALUATE);
    return all;
  }

  static ModelStatement random(RandomGenerator random) {
    return of(
        pick(random, ACTIONS),
        pick(random, PROJECTS),
        pick(random, ENVIRONMENTS),
        random.nextInt(4) == 0);
  }

  /// One that means no flag in particular, as scopes do.
  static ModelStatement randomScope(RandomGenerator random) {
    return of(pick(random, ACTIONS), pick(random, PROJECTS), pick(random, ENVIRONMENTS), false);
  }

  static ModelStatement everything() {
    return of(ACTIONS.getLast(), PROJECTS.getFirst(), ENVIRONMENTS.getFirst(), false);
  }

  private static <T> T pick(RandomGenerator random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static ModelStatement of(
      Actions actions, Choice projects, Choice environments, boolean taggedOnly) {
    Statement statement =
        Statement.of(actions.patterns.toArray(String[]::new))
            .inProjects(projects.patterns.toArray(String[]::new))
            .inEnvironments(environments.patterns.toArray(String[]::new));
    var cells = new BitSet(Cells.COUNT);
    for (int cell = 0; cell < Cells.COUNT; cell++) {
      boolean there =
          switch (Cells.place(cell)) {
            case Place.Installation _ -> projects.all && environments.all;
            case Place.Project project -> environments.all && projects.keys.contains(project.key());
            case Place.Environment environment ->
                projects.keys.contains(environment.project().key())
                    && environments.keys.contains(environment.key());
          };
      FlagTraits flag = Cells.flag(cell);
      boolean flagged = !taggedOnly || (flag != null && flag.key().equals("tagged"));
      cells.set(cell, there && flagged && actions.meant.contains(Cells.action(cell)));
    }
    return new ModelStatement(taggedOnly ? statement.forTags("t") : statement, cells);
  }
}
