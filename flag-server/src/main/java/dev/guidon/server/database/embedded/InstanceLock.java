// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps a second server off the same data directory, for as long as this one lives.
///
/// The operating system holds the lock, so that it ends with the process however that ends. What is written in the file
/// is only for people.
final class InstanceLock implements AutoCloseable {

  /// What this process holds. A process that opens and closes a file loses every lock it has on it (POSIX), so one that we
  /// hold must not even be opened again.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private InstanceLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static InstanceLock acquire(Path path) throws EmbeddedPostgresException {
    Path file = real(path);
    if (!HELD.add(file)) {
      throw inUse(file, " in this process");
    }
    FileChannel channel = null;
    boolean acquired = false;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw inUse(file, holder(channel));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)),
          0);
      acquired = true;
      return new InstanceLock(file, channel);
    } catch (IOException e) {
      throw new EmbeddedPostgresException(file + " cannot be locked: " + e, e);
    } finally {
      if (!acquired) {
        closeQuietly(channel);
        HELD.remove(file);
      }
    }
  }

  private static Path real(Path path) throws EmbeddedPostgresException {
    try {
      return requireNonNull(path.toAbsolutePath().getParent(), "parent")
          .toRealPath()
          .resolve(path.getFileName());
    } catch (IOException e) {
      throw new EmbeddedPostgresException(path + " cannot be locked: " + e, e);
    }
  }

  private static EmbeddedPostgresException inUse(Path file, String holder) {
    return new EmbeddedPostgresException(
        EmbeddedPostgresException.Kind.IN_USE,
        "Another server"
            + holder
            + " uses the database in "
            + file.getParent()
            + ". Stop it, or give this one a directory of its own with guidon.database.embedded.directory.");
  }

  private static String holder(FileChannel channel) throws IOException {
    var text = ByteBuffer.allocate(20);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    return pid.isEmpty() ? "" : " (process " + pid + ")";
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException _) {
      // nothing was written through it, and the process's end releases it anyway
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
    HELD.remove(file);
  }
}
