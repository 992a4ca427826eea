// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A network between client and server that can be made to fail in ways that sockets of one machine do not.
public final class TcpProxy implements AutoCloseable {

  private static final int PIECE = 16 * 1024;

  private final ServerSocket listener;
  private final int[] targets;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicLong bytesToClients = new AtomicLong();
  private volatile boolean refuses;
  private volatile boolean swallows;
  private int next;

  /// A proxy before these ports of this machine, which take turns as far as somebody listens there.
  public static TcpProxy to(int... ports) {
    try {
      var proxy = new TcpProxy(new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress()), ports);
      Thread.ofVirtual().name("proxy-accept").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TcpProxy(ServerSocket listener, int... targets) {
    this.listener = listener;
    this.targets = targets.clone();
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// How many connections were accepted so far.
  public int acceptedCount() {
    return accepted.get();
  }

  /// How many bytes clients were sent so far.
  public long bytesToClients() {
    return bytesToClients.get();
  }

  /// From now on nothing passes on the connections that there are, and none of their ends learns of it. New ones are as ever.
  public Swallowed swallow() {
    List<Connection> present = List.copyOf(connections);
    present.forEach(connection -> connection.swallowed = true);
    return () -> present.stream().filter(connection -> !connection.endedByServer).count();
  }

  /// As {@link #swallow}, and new connections are no better until {@link #restore}.
  public Swallowed swallowAll() {
    swallows = true;
    return swallow();
  }

  /// Connections on which nothing passes any more.
  @FunctionalInterface
  public interface Swallowed {

    /// How many of them the server has not ended.
    long openAtServer();
  }

  /// Ends all connections and, until {@link #restore}, new ones too.
  public void cut() {
    refuses = true;
    connections.forEach(Connection::close);
  }

  /// New connections are as ever again.
  public void restore() {
    refuses = false;
    swallows = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refuses) {
          client.close();
          continue;
        }
        accepted.incrementAndGet();
        connect(client);
      } catch (IOException e) {
        // The proxy was closed.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    for (int i = 0; i < targets.length; i++) {
      int target = targets[next++ % targets.length];
      try {
        var connection =
            new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target));
        connections.add(connection);
        connection.swallowed = swallows;
        connection.start();
        return;
      } catch (IOException e) {
        // Nobody is there; perhaps at the next.
      }
    }
    client.close();
  }

  private final class Connection {

    private final Socket client;
    private final Socket server;
    private volatile boolean swallowed;
    private volatile boolean endedByServer;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void start() {
      Thread.ofVirtual().name("proxy-up").start(() -> copy(client, server, new AtomicLong()));
      Thread.ofVirtual().name("proxy-down").start(() -> copy(server, client, bytesToClients));
    }

    @SuppressWarnings("ReferenceEquality") // a socket is itself
    private void copy(Socket from, Socket to, AtomicLong count) {
      byte[] piece = new byte[PIECE];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int length;
        while ((length = in.read(piece)) >= 0) {
          if (!swallowed) {
            out.write(piece, 0, length);
            count.addAndGet(length);
          }
        }
      } catch (IOException e) {
        // As at its end.
      }
      if (from == server) {
        endedByServer = true;
      }
      // Who is cut off hears nothing of the other's end either.
      if (!swallowed) {
        close();
      }
    }

    void close() {
      connections.remove(this);
      quietly(client);
      quietly(server);
    }
  }

  private static void quietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    quietly(listener);
    connections.forEach(Connection::close);
  }
}
