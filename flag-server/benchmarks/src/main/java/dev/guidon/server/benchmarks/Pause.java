// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import java.util.concurrent.TimeUnit;

/// Waits between two looks.
final class Pause {

  private Pause() {}

  static void millis(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
