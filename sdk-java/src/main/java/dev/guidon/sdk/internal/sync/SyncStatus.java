// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.DataSource;
import org.jspecify.annotations.Nullable;

/// How the session stands at one moment.
///
/// @param revision of the data served; 0 without data
/// @param source where the data served came from, or was last confirmed by
/// @param synced whether a server has confirmed the data served, at least once
/// @param ageMillis how old the data was at `confirmedAtMillis`
/// @param confirmedAtMillis by the session's ticker; meaningless unless `synced`
/// @param stale whether the data was not confirmed for too long
/// @param lastError why the last stream ended or data was refused; null when the stream is up
public record SyncStatus(
    long revision,
    DataSource source,
    boolean synced,
    long ageMillis,
    long confirmedAtMillis,
    boolean stale,
    ConnectionState connection,
    @Nullable String lastError) {

  public SyncStatus {
    requireNonNull(source, "source");
    requireNonNull(connection, "connection");
  }

  /// Before the session has begun.
  public static SyncStatus before(@Nullable HeldState restored) {
    return new SyncStatus(
        restored == null ? 0 : restored.revision(),
        restored == null ? DataSource.NONE : DataSource.FILE,
        false,
        0,
        0,
        restored != null,
        ConnectionState.CONNECTING,
        null);
  }

  /// Whether somebody who was told the other status wants to be told this one. Ages and revisions pass all the time.
  public boolean differsInKind(SyncStatus other) {
    return source != other.source
        || synced != other.synced
        || stale != other.stale
        || connection != other.connection;
  }
}
