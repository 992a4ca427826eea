// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The threads on which the clients of a program follow their environments, each client on one of them.
///
/// The thread that receives a change is the one that applies it. A change comes to all clients at once, and handing it over to
/// another thread would cost several times what it takes to apply. There are few threads, because clients seldom have
/// something to do, and more than one, so that a client which reads a large environment does not hold up every other.
///
/// They are Guidon's own: an application's other use of gRPC does not wait for them. They end with the last client.
public final class SyncLoops {

  private static final int LEAST = 2;
  private static final int MOST = 4;

  /// A channel that was shut down still has a few things to do.
  private static final int QUIET_MILLIS = 1_000;

  private static final int END_MILLIS = 5_000;

  private static @Nullable EventLoopGroup group;
  private static int users;

  private SyncLoops() {}

  /// A thread for one client, until {@link #release}.
  public static synchronized EventLoop acquire() {
    EventLoopGroup current = group;
    if (current == null) {
      int processors = Runtime.getRuntime().availableProcessors();
      current =
          new NioEventLoopGroup(
              Math.max(LEAST, Math.min(MOST, processors)),
              new DefaultThreadFactory("guidon-sync", true));
      group = current;
    }
    users++;
    return current.next();
  }

  /// One client fewer.
  public static synchronized void release() {
    users--;
    EventLoopGroup current = group;
    if (users == 0 && current != null) {
      group = null;
      var unused = current.shutdownGracefully(QUIET_MILLIS, END_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
