// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// How many connections there may be: in all, from one address before they show a key, and with one key.
///
/// Too many are refused, never the oldest dropped: dropped clients would come back at once, and so on.
public final class ConnectionLimits {

  private static final int IPV6_NETWORK_BYTES = 8;

  private final int most;
  private final int mostUnauthenticatedPerAddress;
  private final int mostPerKey;
  private final Map<InetSocketAddress, Connection> connections = new HashMap<>();
  private final Map<String, Integer> unauthenticatedByAddress = new HashMap<>();
  private final Map<UUID, Integer> byKey = new HashMap<>();

  public ConnectionLimits(int most, int mostUnauthenticatedPerAddress, int mostPerKey) {
    this.most = most;
    this.mostUnauthenticatedPerAddress = mostUnauthenticatedPerAddress;
    this.mostPerKey = mostPerKey;
  }

  /// A connection by its remote address and port.
  private record Connection(String address, Set<UUID> keys, Runnable cut) {}

  /// Whether a new connection may stay. One that may is to be reported to {@link #closed} when it ends.
  ///
  /// @param cut closes the connection
  public synchronized boolean accept(InetSocketAddress remote, Runnable cut) {
    String address = network(remote.getAddress());
    // Two listeners may each have a connection from one port; counted over each other, one would
    // never be given back.
    if (connections.containsKey(remote)
        || connections.size() >= most
        || unauthenticatedByAddress.getOrDefault(address, 0) >= mostUnauthenticatedPerAddress) {
      return false;
    }
    connections.put(remote, new Connection(address, new HashSet<>(), cut));
    unauthenticatedByAddress.merge(address, 1, Integer::sum);
    return true;
  }

  /// Whether a connection may go on with a key that was found to be good.
  public synchronized boolean authenticated(InetSocketAddress remote, UUID keyId) {
    Connection connection = connections.get(remote);
    if (connection == null || connection.keys().contains(keyId)) {
      return true;
    }
    if (byKey.getOrDefault(keyId, 0) >= mostPerKey) {
      return false;
    }
    if (connection.keys().isEmpty()) {
      decrement(unauthenticatedByAddress, connection.address());
    }
    connection.keys().add(keyId);
    byKey.merge(keyId, 1, Integer::sum);
    return true;
  }

  public synchronized void closed(InetSocketAddress remote) {
    Connection connection = connections.remove(remote);
    if (connection == null) {
      return;
    }
    if (connection.keys().isEmpty()) {
      decrement(unauthenticatedByAddress, connection.address());
    }
    connection.keys().forEach(keyId -> decrement(byKey, keyId));
  }

  /// Closes a connection whose client does not take in even the end of its stream.
  public void cut(InetSocketAddress remote) {
    Connection connection;
    synchronized (this) {
      connection = connections.get(remote);
    }
    if (connection != null) {
      connection.cut().run();
    }
  }

  public synchronized int count() {
    return connections.size();
  }

  private static <K> void decrement(Map<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (_, count) -> count > 1 ? count - 1 : null);
  }

  /// The network that an address counts for: one host usually has a whole /64 of IPv6.
  public static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(
            address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }
}
