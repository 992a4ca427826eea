// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static dev.guidon.sdk.TestDefinitions.booleanFlag;
import static dev.guidon.sdk.TestDefinitions.object;
import static org.awaitility.Awaitility.await;

import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.sdk.FakeFlagServer;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SyncDriverTest {

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
      EventLoop loop = SyncLoops.acquire();
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(server.address(), InsecureChannelCredentials.create())
              .eventLoopGroup(loop)
              .channelType(NioSocketChannel.class)
              .build();
      try (var driver =
          new SyncDriver(
              channel, loop, headers, Ticker.SYSTEM, QUICK, ClientIdentity.random(), listener)) {
        driver.start(null);
        await().atMost(Duration.ofSeconds(20)).until(() -> listener.failures.get() >= 1);

        server.startAgain();

        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> listener.served == server.state().revision());
      } finally {
        channel.shutdownNow();
        SyncLoops.release();
      }
    }
  }
}
