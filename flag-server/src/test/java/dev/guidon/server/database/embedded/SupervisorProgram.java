// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.nio.file.Path;

/// A process of its own that supervises a PostgreSQL until its input ends, for tests that kill it or run it as somebody
/// else.
///
/// Prints `ready <port>`, or what went wrong and exits with 3 when another holds the directory, else with 1.
final class SupervisorProgram {
  private SupervisorProgram() {}

  public static void main(String... arguments) throws Exception {
    var listener = new CollectedLines();
    try (var supervisor =
        PostgresSupervisor.start(EmbeddedOptions.in(Path.of(arguments[0])), listener)) {
      System.out.println("ready " + supervisor.port());
      while (System.in.read() >= 0) {
        // until whoever started us lets go
      }
    } catch (EmbeddedPostgresException e) {
      System.out.println(e.getMessage());
      System.exit(e.kind() == EmbeddedPostgresException.Kind.IN_USE ? 3 : 1);
    }
  }
}
