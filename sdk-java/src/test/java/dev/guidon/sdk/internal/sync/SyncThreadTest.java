// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static dev.guidon.sdk.TestDefinitions.booleanFlag;
import static dev.guidon.sdk.TestDefinitions.object;
import static org.awaitility.Awaitility.await;

import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.sdk.FakeFlagServer;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SyncThreadTest {

  private static final SyncTiming QUICK =
      SyncTiming.DEFAULT.withReconnect(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));

  /// Fails as when memory runs out, or a class is missing, several times in a row.
  private static final class FailingListener implements SyncListener {

    private final AtomicInteger failures = new AtomicInteger();
    private volatile long served;

    @Override
    public void onState(
        HeldState held, Set<String> affectedFlags, List<DefinitionProblem> problems) {
      served = held.revision();
    }

    @Override
    public void onStatus(SyncStatus status) {
      if (failures.incrementAndGet() <= 3) {
        throw new OutOfMemoryError("said by a test");
      }
    }
  }

  @Test
  void errorIsNoEndOfConnectingAgain() {
    var listener = new FailingListener();
    try (FakeFlagServer server = FakeFlagServer.start()) {
      server.put(object(booleanFlag("a"), 1));
      server.stop();
      var headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
          "Bearer " + FakeFlagServer.SDK_KEY);
      ManagedChannel channel =
          Grpc.newChannelBuilder(server.address(), InsecureChannelCredentials.create()).build();
      try (var thread =
          new SyncThread(
              channel, headers, Ticker.SYSTEM, QUICK, ClientIdentity.random(), listener)) {
        thread.start(null);
        await().atMost(Duration.ofSeconds(20)).until(() -> listener.failures.get() >= 1);

        server.startAgain();

        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> listener.served == server.state().revision());
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
