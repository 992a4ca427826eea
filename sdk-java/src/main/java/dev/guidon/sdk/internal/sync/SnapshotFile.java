// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentCodec;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.codec.UnreadableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A state in a file: the copy of what was last served, or one that was given to the program.
///
/// The bytes, numbers big-endian: `GUIDON`, two bytes of format (1), 16 of epoch, 8 of revision, 32 of digest, the
/// objects as an `EnvironmentSnapshot`, and the CRC-32C of all before it. A file is replaced as a whole or not at all,
/// even when the power goes.
public final class SnapshotFile {

  private static final byte[] MAGIC = {'G', 'U', 'I', 'D', 'O', 'N', 0, 1};
  private static final int HEADER_SIZE = MAGIC.length + Epoch.SIZE + 8 + EnvironmentDigest.SIZE;
  private static final int CRC_SIZE = 4;

  private final Path path;

  public SnapshotFile(Path path) {
    this.path = requireNonNull(path, "path");
  }

  public Path path() {
    return path;
  }

  /// What the file holds, or null when there is no file.
  ///
  /// @throws UnreadableException if it is torn, of another format, or not what its digest says
  public @Nullable HeldState read() throws IOException, UnreadableException {
    byte[] bytes;
    try {
      if (Files.size(path) > Integer.MAX_VALUE - 8) {
        throw new UnreadableException("file: longer than any snapshot");
      }
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return null;
    }
    return decode(bytes);
  }

  private static HeldState decode(byte[] bytes) throws UnreadableException {
    if (bytes.length < HEADER_SIZE + CRC_SIZE) {
      throw new UnreadableException(
          "file: " + bytes.length + " bytes (expected: " + (HEADER_SIZE + CRC_SIZE) + " or more)");
    }
    var buffer = ByteBuffer.wrap(bytes);
    var magic = new byte[MAGIC.length];
    buffer.get(magic);
    if (!java.util.Arrays.equals(magic, MAGIC)) {
      throw new UnreadableException("file: not a snapshot of format 1");
    }
    int end = bytes.length - CRC_SIZE;
    if (buffer.getInt(end) != crcOf(ByteBuffer.wrap(bytes, 0, end))) {
      throw new UnreadableException("file: wrong checksum");
    }
    var epoch = new byte[Epoch.SIZE];
    buffer.get(epoch);
    long revision = buffer.getLong();
    var digest = new byte[EnvironmentDigest.SIZE];
    buffer.get(digest);
    if (revision < 0) {
      throw new UnreadableException("revision: " + revision + " (expected: 0 or more)");
    }
    ByteString snapshot = UnsafeByteOperations.unsafeWrap(bytes, HEADER_SIZE, end - HEADER_SIZE);
    List<DefinitionObject> objects = EnvironmentCodec.decodeSnapshot(snapshot);
    EnvironmentState state = EnvironmentState.of(revision, objects).state();
    if (!state.digest().equals(EnvironmentDigest.of(digest))) {
      throw new UnreadableException("digest: not that of the objects");
    }
    return new HeldState(new Epoch(ByteString.copyFrom(epoch)), state);
  }

  /// Replaces the file. On return it outlives a power cut.
  public void write(HeldState held) throws IOException {
    Path directory = requireNonNull(path.toAbsolutePath().getParent(), "path: has no directory");
    Files.createDirectories(directory);
    // Programs that share the directory must not write into one another's file.
    Path temporary = Files.createTempFile(directory, path.getFileName() + ".", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        writeFully(channel, encode(held));
        channel.force(true);
      }
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceDirectory(directory);
  }

  private static ByteBuffer encode(HeldState held) {
    ByteString snapshot = EnvironmentCodec.encodeSnapshot(held.state().objects());
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_SIZE + snapshot.size() + CRC_SIZE);
    buffer.put(MAGIC);
    held.epoch().bytes().copyTo(buffer);
    buffer.putLong(held.revision());
    buffer.put(held.digest().toByteArray());
    snapshot.copyTo(buffer);
    buffer.putInt(crcOf(buffer.duplicate().flip()));
    return buffer.flip();
  }

  private static int crcOf(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Makes the new name durable. Not every file system lets a directory be opened; those that do need it.
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file is whole either way; at worst the older one is found after a power cut.
    }
  }
}
