// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.awaitility.Awaitility.await;

import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.internal.sync.Backoff;
import dev.guidon.sdk.internal.sync.SyncTiming;
import dev.guidon.server.RestClient;
import java.time.Duration;

/// The project that writers change.
final class Shop {

  static final String PROJECT = "/api/v1/projects/shop";
  static final String ENVIRONMENT = PROJECT + "/environments/production";
  static final String FLAGS = PROJECT + "/flags";

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private Shop() {}

  /// Opens it, unless that was done in an earlier life of the server.
  static void open(RestClient admin) {
    if (admin.get(PROJECT).status() == 404) {
      expect(201, admin.post("/api/v1/projects", "{\"key\": \"shop\"}"));
      expect(201, admin.post(PROJECT + "/environments", "{\"key\": \"production\"}"));
      createFlag(admin, "marker");
    }
  }

  /// The token of a new SDK key of its environment.
  static String sdkKey(RestClient admin, String key) {
    return expect(201, admin.post(ENVIRONMENT + "/sdk-keys", "{\"key\": \"" + key + "\"}"))
        .text("/token");
  }

  static void createFlag(RestClient admin, String key) {
    expect(201, admin.post(FLAGS, "{\"key\": \"" + key + "\", \"type\": \"boolean\"}"));
  }

  /// Turns the flag `marker` on or off.
  ///
  /// @return the environment's revision from then on
  static long mark(RestClient admin, boolean on) {
    RestClient.Answer answer =
        expect(200, admin.post(ENVIRONMENT + "/flags/marker" + (on ? "/on" : "/off")));
    return Long.parseLong(answer.header("Guidon-Revision"));
  }

  /// An SDK that serves its environment's flags, and comes back sooner than others after it was cut off.
  static GuidonClient follow(int grpcPort, String sdkKey) {
    var impatient = new Backoff(Duration.ofMillis(100), Duration.ofMillis(500));
    GuidonClient client =
        GuidonClient.builder()
            .address("127.0.0.1:" + grpcPort)
            .plaintext()
            .sdkKey(sdkKey)
            .timing(SyncTiming.DEFAULT.withReconnect(impatient))
            .build();
    if (!client.awaitReady(LONGEST_WAIT)) {
      throw new IllegalStateException("got no flags: " + client.status());
    }
    return client;
  }

  /// Changes a flag and waits until an SDK has everything up to that.
  static void awaitNewest(RestClient admin, GuidonClient sdk) {
    mark(admin, true);
    long revision = mark(admin, false);
    await().atMost(LONGEST_WAIT).until(() -> sdk.status().revision() >= revision);
  }

  private static RestClient.Answer expect(int status, RestClient.Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException("answered: " + answer + " (expected: " + status + ")");
    }
    return answer;
  }
}
