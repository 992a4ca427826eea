// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import dev.guidon.codec.UnreadableException;
import dev.guidon.sdk.ClientStatus;
import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.DataSource;
import dev.guidon.sdk.FlagChangeListener;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.StatusListener;
import dev.guidon.sdk.Subscription;
import dev.guidon.sdk.internal.sync.HeldState;
import dev.guidon.sdk.internal.sync.SnapshotFile;
import dev.guidon.sdk.internal.usage.UsageCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// A client without a server: it serves what one file holds.
public final class FileClient extends SnapshotClient {

  private final long revision;
  private volatile boolean closed;

  private FileClient(HeldState held, InstantSource clock) {
    super(new UsageCounters(), clock);
    this.revision = held.revision();
    serve(held.state().snapshot(), revision, held.state().snapshot().flagKeys());
  }

  /// A client that serves this file.
  ///
  /// @throws IllegalArgumentException if the file is not there or cannot be read
  public static GuidonClient open(Path file, InstantSource clock) {
    try {
      HeldState held = new SnapshotFile(file).read();
      if (held == null) {
        throw new IllegalArgumentException("offline: " + file + " (expected: a readable file)");
      }
      return new FileClient(held, clock);
    } catch (IOException | UnreadableException e) {
      throw new IllegalArgumentException(
          "offline: " + file + " (expected: a snapshot file; " + e.getMessage() + ")", e);
    }
  }

  @Override
  public boolean awaitReady(Duration timeout) {
    return !closed;
  }

  @Override
  public ClientStatus status() {
    return new ClientStatus(
        true,
        revision,
        null,
        DataSource.FILE,
        false,
        closed ? ConnectionState.CLOSED : ConnectionState.OFFLINE,
        null);
  }

  /// Nothing ever changes.
  @Override
  public Subscription onFlagChange(FlagChangeListener listener) {
    return () -> {};
  }

  /// Nothing ever changes.
  @Override
  public Subscription onStatusChange(StatusListener listener) {
    return () -> {};
  }

  @Override
  public void close() {
    closed = true;
  }
}
