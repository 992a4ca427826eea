// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortTest {
  @TempDir private Path home;

  @Test
  void staysTheSame() throws EmbeddedPostgresException {
    int first = Port.choose(home.resolve("port"), new Random(1));
    int second = Port.choose(home.resolve("port"), new Random(2));

    assertThat(second).isEqualTo(first).isBetween(20_000, 32_000);
  }

  @Test
  void isChosenAgainWhenSomebodyElseListensThere() throws EmbeddedPostgresException, IOException {
    Path file = home.resolve("port");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(file, taken.getLocalPort() + "\n");

      int port = Port.choose(file, new Random(1));

      assertThat(port).isNotEqualTo(taken.getLocalPort());
      assertThat(file).hasContent(Integer.toString(port));
    }
  }
}
