// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmasterPidFileTest {
  @TempDir private Path cluster;

  @Test
  void statusIsEmptyWhileTheFileHasOnlyBegun() throws IOException {
    write("4711\n/data/cluster\n1795255200\n");

    assertThat(PostmasterPidFile.read(cluster)).contains(new PostmasterPidFile(4711, ""));
  }

  @Test
  void readyIsPaddedWithBlanks() throws IOException {
    write("4711\n/data/cluster\n1795255200\n25432\n\n127.0.0.1\n  1048641         3\nready   \n");

    assertThat(PostmasterPidFile.read(cluster)).get().matches(PostmasterPidFile::isReady);
  }

  @Test
  void startingIsNotReady() throws IOException {
    write("4711\n/data/cluster\n1795255200\n25432\n\n127.0.0.1\n  1048641         3\nstarting\n");

    assertThat(PostmasterPidFile.read(cluster)).get().matches(file -> !file.isReady());
  }

  @Test
  void singleUserPostgresWritesItsNumberNegative() throws IOException {
    write("-4711\n/data/cluster\n");

    assertThat(PostmasterPidFile.read(cluster)).contains(new PostmasterPidFile(4711, ""));
  }

  @Test
  void noFileOrGarbageIsNothing() throws IOException {
    assertThat(PostmasterPidFile.read(cluster)).isEmpty();

    write("");
    assertThat(PostmasterPidFile.read(cluster)).isEmpty();

    write("not a number\n");
    assertThat(PostmasterPidFile.read(cluster)).isEmpty();
  }

  private void write(String text) throws IOException {
    Files.writeString(cluster.resolve("postmaster.pid"), text);
  }
}
