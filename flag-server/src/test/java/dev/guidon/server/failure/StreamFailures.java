// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.nio.file.Path;
import java.util.Map;

/// The failures of streams that take too long, or measure too much, for a test.
final class StreamFailures {

  static final String USAGE =
      """
        notify-blocked    clients=1000 changes=40    a node that hears of changes by polling alone
        silence           clients=100                nothing passes any more, and no socket says so
        kill-node         clients=1000               a node dies under many clients and starts again
        stalled           streams=1000 stalled=10 changes-per-second=50 seconds=60
                                                     a few of many clients stop reading
        aborts            cycles=10000               clients connect and go at once
        offline           seconds=60 changes=500 flags=2000 changed=100
                                                     a client is away while much is changed
        snapshots         streams=1000               many ask for a large snapshot at the same moment
        servers-down      seconds=60 flags=2000      no server is there any more
        chaos             clients=200 minutes=5 seed=…
                                                     two nodes, and one fault after the other
      """;

  private static final Map<String, StreamFailure> ALL =
      Map.of(
          "notify-blocked", new NotifyBlocked(),
          "silence", new Silence(),
          "kill-node", new KillNode(),
          "stalled", new Stalled(),
          "aborts", new Aborts(),
          "offline", new Offline(),
          "snapshots", new Snapshots(),
          "servers-down", new ServersDown(),
          "chaos", new Chaos());

  private StreamFailures() {}

  static boolean has(String name) {
    return ALL.containsKey(name);
  }

  /// Does it, and prints figures; what they are expected to be is in docs/operations/failure-tests.md.
  static void run(String name, Path home, Map<String, Long> options) {
    try {
      ALL.get(name).run(home, new StreamFailure.Options(options));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(name, e);
    }
  }
}
