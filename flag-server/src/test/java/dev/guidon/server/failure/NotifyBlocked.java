// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// S1: a change on one node reaches the clients of another that hears no notification.
final class NotifyBlocked implements StreamFailure {

  @Override
  public void run(Path home, Options options) throws Exception {
    int clients = options.get("clients", 1_000);
    int changes = options.get("changes", 40);
    try (var postgres = new SharedPostgres(home.resolve("database"));
        ServerProcess first = ServerProcess.startOn(home, postgres.settings());
        ServerProcess second = ServerProcess.startOn(home, deaf(postgres.settings()))) {
      Display display = Display.create(first.admin(), 1_000, 1);
      String key = display.sdkKey(first.admin(), "herd");
      try (Herd herd = Herd.of(clients, second.grpcPort(), key)) {
        List<Long> last = new ArrayList<>();
        List<Long> each = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
          long revision = display.change(first.admin(), i);
          long answered = System.nanoTime();
          Figures arrivals = herd.awaitRevision(revision, answered, Duration.ofSeconds(30));
          last.add((long) (arrivals.mostMillis() * 1e6));
          herd.members().forEach(member -> each.add(Math.max(0, member.servedAt - answered)));
          // Not in step with the node's polling.
          Sleep.millis(100 + (long) i * 37 % 900);
        }
        System.out.println(
            "API answer on one node -> one client of the other: " + Figures.ofNanos(each));
        System.out.println(
            "API answer -> last of " + clients + " clients: " + Figures.ofNanos(last));
      }
    }
  }

  private static Map<String, Object> deaf(Map<String, Object> database) {
    Map<String, Object> settings = new HashMap<>(database);
    settings.put("guidon.log.listen", false);
    return settings;
  }
}
