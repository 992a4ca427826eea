// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// The port that the embedded PostgreSQL listens on: chosen by chance once, kept in a file, chosen again only when somebody
/// else has taken it.
final class Port {
  /// Below the range that operating systems hand out for outgoing connections, so that none of those takes it while
  /// PostgreSQL restarts.
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 100;

  private Port() {}

  static int choose(Path file, RandomGenerator random) throws EmbeddedPostgresException {
    OptionalInt kept = read(file);
    if (kept.isPresent() && isFree(kept.getAsInt())) {
      return kept.getAsInt();
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        write(file, port);
        return port;
      }
    }
    throw new EmbeddedPostgresException(
        "No port between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1 is free.");
  }

  private static OptionalInt read(Path file) {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException _) {
      return OptionalInt.empty();
    }
  }

  private static void write(Path file, int port) throws EmbeddedPostgresException {
    try {
      Files.writeString(file, port + "\n");
    } catch (IOException e) {
      throw new EmbeddedPostgresException(file + " cannot be written: " + e, e);
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(
          true); // as PostgreSQL does; connections that linger after a stop are no obstacle
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException | IllegalArgumentException _) {
      return false;
    }
  }
}
