// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.GuidonClient;
import java.time.Duration;

/// The program of the README.
final class ReadmeExample {

  private ReadmeExample() {}

  static GuidonClient run(String address, String sdkKey) {
    // region readme
    GuidonClient client =
        GuidonClient.builder().address(address).plaintext().sdkKey(sdkKey).build();
    client.awaitReady(Duration.ofSeconds(5));

    EvaluationContext user = EvaluationContext.builder("user-1").set("plan", "pro").build();
    if (client.isEnabled("hello", user, false)) {
      System.out.println("Hello!");
    }
    // end region
    return client;
  }
}
