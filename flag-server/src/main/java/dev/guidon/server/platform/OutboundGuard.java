// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;

/// Decides where this server may be sent by an address in its settings: nowhere inside its own network, unless that was
/// said.
public enum OutboundGuard {
  /// Over TLS, to addresses of the public internet.
  STRICT {
    @Override
    boolean admits(URI address) {
      return "https".equals(address.getScheme());
    }

    @Override
    boolean admits(InetAddress address) {
      return !isInternal(address);
    }
  },
  /// Anywhere by HTTP, but never where a cloud keeps its machines' credentials.
  PERMISSIVE {
    @Override
    boolean admits(URI address) {
      return "https".equals(address.getScheme()) || "http".equals(address.getScheme());
    }

    @Override
    boolean admits(InetAddress address) {
      return !address.isLinkLocalAddress() && !address.isMulticastAddress();
    }
  };

  /// The address, if it may be called.
  ///
  /// Asked before each call, for a name may mean another address each time.
  ///
  /// @throws IOException if it may not
  public URI require(URI address) throws IOException {
    String host = address.getHost();
    if (host == null || !admits(address) || address.getUserInfo() != null) {
      throw new IOException(
          "address: " + address.getScheme() + " (expected: https, a host, no user)");
    }
    for (InetAddress resolved : InetAddress.getAllByName(host)) {
      if (!admits(resolved)) {
        throw new IOException("address: " + host + " is inside a network (expected: outside)");
      }
    }
    return address;
  }

  abstract boolean admits(URI address);

  abstract boolean admits(InetAddress address);

  private static boolean isInternal(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || isReserved(address.getAddress());
  }

  /// What the class of the JDK does not know: unique local and translated IPv6, shared and reserved IPv4.
  private static boolean isReserved(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (bytes.length == 16) {
      boolean uniqueLocal = (first & 0xfe) == 0xfc;
      boolean translated = (first == 0x00 && second == 0x64) || (first == 0x20 && second == 0x02);
      return uniqueLocal || translated;
    }
    return first == 0
        || (first == 100 && (second & 0xc0) == 64)
        || (first == 192 && second == 0)
        || (first == 198 && (second & 0xfe) == 18)
        || first >= 240;
  }
}
