// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.AnnouncedKey;
import dev.guidon.audit.checkpoint.Checkpoint;
import dev.guidon.audit.checkpoint.LogKeys;
import dev.guidon.server.platform.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// The last checkpoint that this node signed, on its own disk: what it remembers of the log without asking the database.
final class CheckpointFile {

  private final Path file;

  CheckpointFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /// What was signed last; nothing if nothing was yet.
  ///
  /// @param keys that may have signed it
  /// @throws IllegalStateException if the file is there and was signed by none of them
  Optional<Checkpoint> read(List<AnnouncedKey> keys) {
    String jws;
    try {
      jws = Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("guidon.audit.checkpoint-file: " + file, e);
    }
    return Optional.of(
        keys.stream()
            .flatMap(key -> LogKeys.of(key.key()).checkpoint(jws).stream())
            .findFirst()
            .orElseThrow(() ->
                new IllegalStateException(
                    "guidon.audit.checkpoint-file: "
                        + file
                        + " was signed by another key than the log's")));
  }

  void write(String jws) throws IOException {
    Path directory = requireNonNull(file.getParent(), "file");
    Files.createDirectories(directory);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    DurableFiles.writeSecret(fresh, jws + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncEntries(directory);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
