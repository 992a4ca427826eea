// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.guidon.server.platform.ConnectionLimits;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/// Accepts connections within {@link ConnectionLimits}, and closes others before a byte of them is read.
///
/// gRPC has no such limit of its own: the earliest it asks is with the first call.
final class LimitedServerChannel extends NioServerSocketChannel {

  private final ConnectionLimits limits;
  private final Duration silence;

  /// @param silence after which nobody is there any more
  LimitedServerChannel(ConnectionLimits limits, Duration silence) {
    this.limits = limits;
    this.silence = silence;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int count = super.doReadMessages(accepted);
    Iterator<Object> fresh = accepted.subList(before, accepted.size()).iterator();
    while (fresh.hasNext()) {
      Channel connection = (Channel) fresh.next();
      if (!mayStay(connection)) {
        connection.unsafe().closeForcibly();
        fresh.remove();
      }
    }
    return count;
  }

  private boolean mayStay(Channel connection) {
    // Null when the client has gone already.
    if (!(connection.remoteAddress() instanceof InetSocketAddress remote)
        || !limits.accept(remote, () -> close(connection))) {
      return false;
    }
    var _ = connection.closeFuture().addListener(_ -> limits.closed(remote));
    // Whoever is there answers a ping sooner. gRPC ends the streams of who does not, and then
    // waits for the resets of these to be sent, which nothing flushes, before it closes.
    var _ = connection.pipeline().addFirst(new ReadTimeoutHandler(silence.toSeconds(), SECONDS));
    return true;
  }

  private static void close(Channel connection) {
    var _ = connection.close();
  }
}
