// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.util.concurrent.TimeUnit;

/// The waiting of commands, which measure; tests wait for conditions.
final class Sleep {

  private Sleep() {}

  static void millis(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void seconds(long seconds) {
    millis(seconds * 1_000);
  }
}
