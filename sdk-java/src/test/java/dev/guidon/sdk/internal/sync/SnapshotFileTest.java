// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static dev.guidon.sdk.TestDefinitions.booleanFlag;
import static dev.guidon.sdk.TestDefinitions.object;
import static dev.guidon.sdk.TestDefinitions.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guidon.codec.EnvironmentState;
import dev.guidon.codec.UnreadableException;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.TestFrames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

  @TempDir Path directory;

  private Path path;
  private SnapshotFile file;

  @BeforeEach
  void nameFile() {
    path = directory.resolve("deep/down/a.snapshot");
    file = new SnapshotFile(path);
  }

  private static HeldState held(long revision, String variation) {
    return new HeldState(
        new Epoch(TestFrames.epoch(3)),
        EnvironmentState.of(
                revision,
                List.of(object(booleanFlag("a"), 1), object(serving("a", variation), revision)))
            .state());
  }

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    file.write(held(7, "off"));
    file.write(held(9, "on"));

    HeldState read = file.read();

    assertThat(read.epoch()).isEqualTo(new Epoch(TestFrames.epoch(3)));
    assertThat(read.revision()).isEqualTo(9);
    assertThat(read.digest()).isEqualTo(held(9, "on").digest());
    assertThat(
            read.state().snapshot().evaluate("a", EvaluationContext.of("user-1"), 0).variationKey())
        .isEqualTo("on");
  }

  @Test
  void noFileIsNoState() throws Exception {
    assertThat(file.read()).isNull();
  }

  @Test
  void fileCutAnywhereIsRefused() throws Exception {
    file.write(held(7, "on"));
    byte[] whole = Files.readAllBytes(path);

    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThatThrownBy(file::read).isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void fileWithAnyByteChangedIsRefused() throws Exception {
    file.write(held(7, "on"));
    byte[] whole = Files.readAllBytes(path);
    var random = new Random(1);

    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(path, changed);
      assertThatThrownBy(file::read).isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void fileWithSomethingBehindItIsRefused() throws Exception {
    file.write(held(7, "on"));
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length + 1));

    assertThatThrownBy(file::read).hasMessage("file: wrong checksum");
  }

  @Test
  void writeThatFailsLeavesTheOldFileAndNoOther() throws Exception {
    file.write(held(7, "on"));
    // A directory in its place cannot be replaced by a file.
    var blocked = new SnapshotFile(directory.resolve("blocked"));
    Files.createDirectories(directory.resolve("blocked/full"));

    assertThatThrownBy(() -> blocked.write(held(8, "off"))).isInstanceOf(java.io.IOException.class);

    assertThat(file.read().revision()).isEqualTo(7);
    try (var files = Files.list(directory)) {
      assertThat(files).noneMatch(other -> other.toString().endsWith(".tmp"));
    }
  }

  @Test
  void cacheWritesOnlyTheNewestOfSeveralStates() throws Exception {
    Queue<Runnable> background = new ArrayDeque<>();
    var cache = new SnapshotCache(file, background::add);

    cache.keep(held(7, "on"));
    cache.keep(held(8, "off"));
    cache.keep(held(9, "on"));

    assertThat(background).hasSize(1);
    background.remove().run();
    assertThat(file.read().revision()).isEqualTo(9);
    cache.keep(held(10, "off"));
    background.remove().run();
    assertThat(file.read().revision()).isEqualTo(10);
  }

  @Test
  void cacheTreatsABrokenFileAsNone() throws Exception {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "not a snapshot");

    assertThat(new SnapshotCache(file, Runnable::run).read()).isNull();
  }

  @Test
  void cacheThatCannotWriteHoldsNobodyUp() throws Exception {
    Files.writeString(directory.resolve("file"), "in the way");
    var cache =
        new SnapshotCache(new SnapshotFile(directory.resolve("file/a.snapshot")), Runnable::run);

    cache.keep(held(7, "on"));

    assertThat(cache.read()).isNull();
  }
}
