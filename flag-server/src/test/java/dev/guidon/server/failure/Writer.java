// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.RestClient;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/// Changes flags of its own, one change after the other, until it is stopped, and remembers what it was told.
///
/// A flag is created, turned on, renamed and turned off; after a change of which nobody knows what became, the next flag
/// begins, so that each change it asks for is a real one.
final class Writer implements Runnable {

  private final RestClient admin;
  private final History history;
  private volatile boolean stopped;

  /// @param history where operations go
  Writer(RestClient admin, History history) {
    this.admin = admin;
    this.history = history;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped) {
      String key = "f-" + UUID.randomUUID();
      String flag = Shop.FLAGS + "/" + key;
      String served = Shop.ENVIRONMENT + "/flags/" + key;
      List<Step> life =
          List.of(
              client ->
                  client.post(Shop.FLAGS, "{\"key\": \"" + key + "\", \"type\": \"boolean\"}"),
              client -> client.post(served + "/on"),
              client -> client.with("If-Match", "*").patch(flag, "{\"name\": \"renamed\"}"),
              client -> client.post(served + "/off"));
      for (Step step : life) {
        if (stopped || !acknowledged(step)) {
          break;
        }
      }
    }
  }

  private boolean acknowledged(Step step) {
    String idempotencyKey = UUID.randomUUID().toString();
    long start = System.nanoTime();
    int status = 0;
    OptionalLong seq = OptionalLong.empty();
    try {
      RestClient.Answer answer = step.send(admin.with("Idempotency-Key", idempotencyKey));
      status = answer.status();
      seq = seq(answer);
    } catch (UncheckedIOException _) {
      // the connection broke; nobody knows
    }
    history.add(new Operation(idempotencyKey, start, System.nanoTime(), status, seq));
    return seq.isPresent();
  }

  private static OptionalLong seq(RestClient.Answer answer) {
    if (answer.status() >= 500) {
      return OptionalLong.empty();
    }
    if (answer.status() >= 300) {
      throw new IllegalStateException("refused: " + answer);
    }
    return OptionalLong.of(Long.parseLong(answer.header("Guidon-Revision")));
  }

  @FunctionalInterface
  private interface Step {
    RestClient.Answer send(RestClient client);
  }
}
