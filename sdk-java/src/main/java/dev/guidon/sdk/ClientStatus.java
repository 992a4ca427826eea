// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a client stands: which flags it serves, and how it gets them.
///
/// @param ready whether the server has confirmed the flags served at least once, or an offline client has its file
/// @param revision of the flags served; 0 without flags
/// @param age how long ago the server last checked that these flags are the newest, by the clocks' run and not by their time of
///     day; null as long as no server has
/// @param source where the flags came from, or were last confirmed by
/// @param stale whether that was too long ago, or never. Flags are served all the same
/// @param lastError why there is no stream, for people; null when there is one
public record ClientStatus(
    boolean ready,
    long revision,
    @Nullable Duration age,
    DataSource source,
    boolean stale,
    ConnectionState connection,
    @Nullable String lastError) {

  public ClientStatus {
    requireNonNull(source, "source");
    requireNonNull(connection, "connection");
  }
}
