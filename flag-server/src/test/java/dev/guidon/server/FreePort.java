// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Finds a port for a server that must be told one.
public final class FreePort {

  private FreePort() {}

  /// A port on which nobody listens now.
  public static int find() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
