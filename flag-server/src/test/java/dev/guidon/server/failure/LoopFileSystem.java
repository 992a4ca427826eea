// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A file system in a file, mounted by way of a loop device until it is closed.
final class LoopFileSystem implements AutoCloseable {

  private static final Duration LONGEST_UNMOUNT = Duration.ofSeconds(20);

  private static final Path LOOP_DEVICES = Path.of("/dev/loop-control");
  private static final Set<LoopFileSystem> MOUNTED = ConcurrentHashMap.newKeySet();

  private final Path directory;

  private LoopFileSystem(Path directory) {
    this.directory = directory;
  }

  /// Whether this machine lets us make and mount one.
  static boolean isPossible() {
    return Shell.isRoot() && Shell.has("mkfs.ext4") && Files.exists(LOOP_DEVICES);
  }

  /// Makes an XFS whose files can be copied in one instant.
  static void makeXfs(Path image, long megabytes) throws IOException {
    allocate(image, megabytes);
    Shell.run("mkfs.xfs", "-q", "-m", "reflink=1", image.toString());
  }

  /// Makes an ext4 that keeps nothing back for root.
  static void makeExt4(Path image, long megabytes) throws IOException {
    allocate(image, megabytes);
    Shell.run("mkfs.ext4", "-q", "-m", "0", image.toString());
  }

  private static void allocate(Path image, long megabytes) throws IOException {
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(megabytes << 20);
    }
  }

  /// Mounts an image at a directory, which is made.
  static LoopFileSystem mount(Path image, Path directory) throws IOException {
    Files.createDirectories(directory);
    Shell.run("mount", "-o", "loop", image.toString(), directory.toString());
    var mounted = new LoopFileSystem(directory);
    MOUNTED.add(mounted);
    return mounted;
  }

  Path directory() {
    return directory;
  }

  /// Unmounts it, which also frees the loop device, once nobody works there any more.
  @Override
  public void close() {
    await()
        .atMost(LONGEST_UNMOUNT)
        .ignoreExceptions()
        .until(() -> {
          Shell.run("umount", directory.toString());
          return true;
        });
    MOUNTED.remove(this);
  }

  /// Unmounts at once whatever is still mounted, so that nothing is left whichever way the program ends.
  static void unmountAll() {
    MOUNTED.forEach(mounted -> Shell.run("umount", "--lazy", mounted.directory.toString()));
  }
}
