// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/// Prints what it costs to decide whether a request may go on: in nanoseconds, for somebody with few and with many roles.
///
/// Run by hand on a quiet machine, from the repository's root:
/// ```
/// ./mvnw -q -pl flag-server -am test-compile
/// java -cp flag-server/target/classes:flag-server/target/test-classes dev.guidon.server.permission.PermissionBenchmark
/// ```
final class PermissionBenchmark {

  private static final int DECISIONS = 5_000_000;
  private static final int ROUNDS = 5;

  private PermissionBenchmark() {}

  public static void main(String[] arguments) {
    for (int grants : new int[] {1, 10, 100}) {
      Permission permission =
          permission(grants).within(Statement.of("*").inProjects("p*").inEnvironments("*", "!x"));
      Resource resource = new Resource(environment(grants - 1), flag());
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        int allowed = 0;
        for (int i = 0; i < DECISIONS; i++) {
          allowed += permission.allows(Action.TARGETING_TURN, resource) ? 1 : 0;
        }
        long nanos = System.nanoTime() - start;
        System.out.printf(
            "%d grants, round %d: %d ns each (%d of %d allowed)%n",
            grants, round, nanos / DECISIONS, allowed, DECISIONS);
      }
    }
  }

  private static Permission permission(int grants) {
    Statement statement =
        Statement.of("targeting:turn").forTags("ranking").forPurposes("kill-switch");
    return Permission.of(
        IntStream.range(0, grants)
            .mapToObj(i -> Allowance.at(environment(i), statement).orElseThrow())
            .toList());
  }

  private static Place.Environment environment(int number) {
    var project = new Place.Project(new UUID(1, number), "p" + number);
    return new Place.Environment(project, new UUID(2, number), "production");
  }

  private static FlagTraits flag() {
    return new FlagTraits("order", Set.copyOf(List.of("ranking", "ml")), "kill-switch");
  }
}
