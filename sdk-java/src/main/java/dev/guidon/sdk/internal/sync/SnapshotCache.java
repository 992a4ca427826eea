// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import dev.guidon.codec.UnreadableException;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a {@link SnapshotFile} up to date with what is served, without holding anybody up.
///
/// Only the newest state waits to be written, so all changes until the executor comes to it cost one write.
public final class SnapshotCache {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk.cache");

  private final SnapshotFile file;
  private final Executor background;
  private final AtomicReference<@Nullable HeldState> waiting = new AtomicReference<>();

  public SnapshotCache(SnapshotFile file, Executor background) {
    this.file = requireNonNull(file, "file");
    this.background = requireNonNull(background, "background");
  }

  /// What the last run left, or null. A file that cannot be read is reported and otherwise as if it were not there.
  public @Nullable HeldState read() {
    try {
      return file.read();
    } catch (IOException | UnreadableException e) {
      log.warn("the snapshot in {} cannot be read and is ignored", file.path(), e);
      return null;
    }
  }

  public void keep(HeldState held) {
    if (waiting.getAndSet(held) == null) {
      background.execute(this::flush);
    }
  }

  /// Writes what waits to be written.
  public void flush() {
    HeldState held = waiting.getAndSet(null);
    if (held == null) {
      return;
    }
    try {
      file.write(held);
    } catch (IOException e) {
      log.warn(
          "the snapshot could not be written to {}; the client works on without", file.path(), e);
    }
  }
}
