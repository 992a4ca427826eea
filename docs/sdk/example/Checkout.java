// SPDX-License-Identifier: Apache-2.0

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.GuidonClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Prints which checkout a customer gets, now and whenever that changes, until it is told to end.
///
/// ```sh
/// java --class-path "$GUIDON_CLASS_PATH" Checkout.java 127.0.0.1:9090 guidon_sdk_…
/// ```
public final class Checkout {

  private final GuidonClient flags;

  Checkout(GuidonClient flags) {
    this.flags = flags;
  }

  String pageFor(String customer) {
    EvaluationContext context = EvaluationContext.builder(customer).set("plan", "pro").build();
    return flags.isEnabled("checkout-v2", context, false) ? "new checkout" : "old checkout";
  }

  public static void main(String[] args) throws InterruptedException {
    try (GuidonClient flags =
        GuidonClient.builder().address(args[0]).plaintext().sdkKey(args[1]).build()) {
      if (!flags.awaitReady(Duration.ofSeconds(10))) {
        System.out.println("no word from the server yet: " + flags.status().lastError());
      }
      Checkout checkout = new Checkout(flags);
      var unused =
          flags.onFlagChange(change -> System.out.println("ann gets the " + checkout.pageFor("ann")));
      System.out.println("ann gets the " + checkout.pageFor("ann"));
      new CountDownLatch(1).await();
    }
  }
}
