// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that a power cut does not take.
public final class DurableFiles {

  private DurableFiles() {}

  /// Writes a new file that nobody else can read at any moment, and waits until it is on disk.
  public static void writeSecret(Path file, String text) throws IOException {
    var onlyOurs =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options, onlyOurs)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    syncEntries(requireNonNull(file.toAbsolutePath().getParent(), "file"));
  }

  /// Waits until a directory's entries (files created, renamed, deleted) are on disk.
  public static void syncEntries(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
