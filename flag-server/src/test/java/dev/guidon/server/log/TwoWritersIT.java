// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.TestNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two nodes, eight writers: one log.
class TwoWritersIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final int WRITERS = 8;
  private static final int CHANGES = 25;
  private static final String FLAG = "/api/v1/projects/shop/environments/production/flags/checkout";

  @Test
  void numbersHaveNoGapsTimeDoesNotRunBackAndEachChangeBeginsWhereTheLastEnded() throws Exception {
    RestClient first = server.admin();
    first.post("/api/v1/projects", "{\"key\": \"shop\"}");
    first.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    first.post("/api/v1/projects/shop/flags", "{\"key\": \"checkout\", \"type\": \"boolean\"}");
    first.post(FLAG + "/on");

    try (TestNode other = TestNode.start(server.database(), Map.of());
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      var second = new RestClient(other.uri(), server.adminToken());
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        RestClient client = writer % 2 == 0 ? first : second;
        running.add(writers.submit(() -> write(client)));
      }
      for (Future<?> done : running) {
        done.get();
      }
    }

    long expected = 0;
    Instant at = Instant.EPOCH;
    Object state = null;
    for (Answer entry = entry(1); entry.status() == 200; entry = entry(expected + 1)) {
      expected++;
      assertThat(entry.at("/entry/seq")).isEqualTo((double) expected);
      Instant now = Instant.parse(entry.text("/entry/at"));
      assertThat(now).isAfterOrEqualTo(at);
      at = now;
      if ("targeting".equals(entry.text("/entry/target/kind"))) {
        assertThat(entry.at("/before")).isEqualTo(state);
        state = entry.at("/after");
      }
    }
    assertThat(expected).isGreaterThanOrEqualTo(WRITERS * CHANGES);
  }

  private static Answer entry(long seq) {
    return server.admin().get("/api/v1/audit/entries/" + seq);
  }

  private static void write(RestClient client) {
    for (int change = 0; change < CHANGES; change++) {
      int on = 1 + (int) ((Thread.currentThread().threadId() * 31 + change * 7L) % 99_000);
      Answer answer =
          client.post(
              FLAG + "/weights",
              "{\"weights\": {\"on\": " + on + ", \"off\": " + (100_000 - on) + "}}");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
  }
}
