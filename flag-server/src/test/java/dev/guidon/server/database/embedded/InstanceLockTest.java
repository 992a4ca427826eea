// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.guidon.server.database.embedded.EmbeddedPostgresException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {
  @TempDir private Path home;

  @Test
  void isHeldOnceUntilClosed() throws Exception {
    Path file = home.resolve("instance.lock");

    try (var _ = InstanceLock.acquire(file)) {
      assertThatExceptionOfType(EmbeddedPostgresException.class)
          .isThrownBy(() -> InstanceLock.acquire(file))
          .withMessageContaining("uses the database in " + home.toRealPath())
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.IN_USE));
    }

    InstanceLock.acquire(file).close();
  }

  @Test
  void isTheSameByWhateverPathItIsReached() throws Exception {
    Path link = home.resolve("link");
    Files.createSymbolicLink(link, Files.createDirectory(home.resolve("real")));

    try (var _ = InstanceLock.acquire(home.resolve("real/instance.lock"))) {
      assertThatExceptionOfType(EmbeddedPostgresException.class)
          .isThrownBy(() -> InstanceLock.acquire(link.resolve("instance.lock")));
    }
  }
}
