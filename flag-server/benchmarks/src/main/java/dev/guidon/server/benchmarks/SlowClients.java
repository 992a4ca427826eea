// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/// Connections that send a byte of a request each second, from several addresses, until the server has cut every one.
final class SlowClients implements AutoCloseable {

  private static final byte[] REQUEST =
      ("GET /livez HTTP/1.1\r\nX-Slow: " + "a".repeat(1_000)).getBytes(US_ASCII);

  private final Selector selector;
  private final Histogram cutAfter = Report.histogram();
  private final long start = System.nanoTime();
  private int answered;

  /// Opens the connections.
  ///
  /// @param addresses of the loopback network that they come from, in equal parts
  static SlowClients open(URI server, int connections, int addresses) throws IOException {
    var clients = new SlowClients();
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.bind(new InetSocketAddress("127.0.1." + (1 + i % addresses), 0));
      channel.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      channel.configureBlocking(false);
      channel.register(clients.selector, SelectionKey.OP_READ);
    }
    return clients;
  }

  private SlowClients() throws IOException {
    this.selector = Selector.open();
  }

  /// Sends on until all are cut, or the time is over.
  ///
  /// @return how many are left
  int sendUntilCut(Duration longest) throws IOException {
    for (int sent = 0; !selector.keys().isEmpty() && sent < longest.toSeconds(); sent++) {
      long next = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      for (SelectionKey key : selector.keys()) {
        send(key, sent);
      }
      for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
        selector.select(this::read, Math.max(1, Duration.ofNanos(left).toMillis()));
      }
      selector.selectNow();
    }
    return selector.keys().size();
  }

  private static void send(SelectionKey key, int at) {
    try {
      if (key.isValid()) {
        ((SocketChannel) key.channel()).write(ByteBuffer.wrap(REQUEST, at, 1));
      }
    } catch (IOException e) {
      // Cut, which reading will find out.
    }
  }

  private void read(SelectionKey key) {
    try {
      var answer = ByteBuffer.allocate(4_096);
      int length = ((SocketChannel) key.channel()).read(answer);
      if (length > 0) {
        answered++;
        return;
      }
    } catch (IOException e) {
      // Cut off.
    }
    cutAfter.recordValue(System.nanoTime() - start);
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How long after the beginning each was cut.
  Histogram cutAfter() {
    return cutAfter;
  }

  /// How many were told why.
  int answered() {
    return answered;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
