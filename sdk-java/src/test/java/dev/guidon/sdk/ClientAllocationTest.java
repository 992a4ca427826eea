// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import static dev.guidon.sdk.TestDefinitions.booleanFlag;
import static dev.guidon.sdk.TestDefinitions.flagOf;
import static dev.guidon.sdk.TestDefinitions.forSegment;
import static dev.guidon.sdk.TestDefinitions.object;
import static dev.guidon.sdk.TestDefinitions.off;
import static dev.guidon.sdk.TestDefinitions.requiring;
import static dev.guidon.sdk.TestDefinitions.segmentOf;
import static dev.guidon.sdk.TestDefinitions.serving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.FlagType;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A getter of a client that follows a server and counts usage allocates nothing.
class ClientAllocationTest {

  private static final int CALLS = 20_000;

  /// Volatile, so that no call may be left out.
  private volatile boolean last;

  @Test
  void gettersAllocateNothing() {
    try (FakeFlagServer server = FakeFlagServer.start()) {
      server.put(
          object(booleanFlag("off"), 1),
          object(off("off", "off"), 1),
          object(booleanFlag("on"), 1),
          object(serving("on", "on"), 1),
          object(booleanFlag("dependant"), 1),
          object(requiring("dependant", "on"), 1),
          object(segmentOf("staff", "user-1", "user-2"), 1),
          object(booleanFlag("for-staff"), 1),
          object(forSegment("for-staff", "staff"), 1),
          object(flagOf("string", FlagType.STRING, Value.of("text")), 1),
          object(serving("string", "value"), 1),
          object(flagOf("integer", FlagType.INTEGER, Value.of(7)), 1),
          object(serving("integer", "value"), 1),
          object(flagOf("json", FlagType.JSON, Value.TRUE), 1),
          object(serving("json", "value"), 1));
      try (GuidonClient client = server.clientBuilder().build()) {
        assertThat(client.awaitReady(Duration.ofSeconds(20))).isTrue();
        EvaluationContext user = EvaluationContext.of("user-1");

        assertAllocatesNothing("off", () -> !client.isEnabled("off", user, true));
        assertAllocatesNothing("on", () -> client.isEnabled("on", user, false));
        assertAllocatesNothing("prerequisite", () -> client.isEnabled("dependant", user, false));
        assertAllocatesNothing("segment", () -> client.isEnabled("for-staff", user, false));
        assertAllocatesNothing("unknown", () -> client.isEnabled("unknown", user, true));
        assertAllocatesNothing("mismatch", () -> client.isEnabled("string", user, true));
        assertAllocatesNothing("string", () -> !client.getString("string", user, "").isEmpty());
        assertAllocatesNothing("integer", () -> client.getInteger("integer", user, 0) == 7);
        assertAllocatesNothing("int", () -> client.getInt("integer", user, 0) == 7);
        assertAllocatesNothing("number", () -> client.getNumber("integer", user, 0) == 7);
        assertAllocatesNothing(
            "json", () -> client.getJson("json", user, Value.NULL).equals(Value.TRUE));
      }
    }
  }

  private interface Getter {
    boolean get();
  }

  private void assertAllocatesNothing(String name, Getter getter) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    // The first call logs unknown flags and makes counters; a few more let everything be linked.
    repeat(getter);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      repeat(getter);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(last).as(name).isTrue();
    // Reading the figure may itself allocate a little, but not a byte for each call.
    assertThat(least).as("bytes in %d calls: %s", CALLS, name).isLessThan(CALLS / 100);
  }

  private void repeat(Getter getter) {
    for (int i = 0; i < CALLS; i++) {
      last = getter.get();
    }
  }
}
