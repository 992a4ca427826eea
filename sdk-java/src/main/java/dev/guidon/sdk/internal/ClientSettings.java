// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import static java.util.Objects.requireNonNull;

import dev.guidon.sdk.internal.sync.SyncTiming;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What a client that follows a server was told, checked by its builder.
///
/// @param address host and port
/// @param trustedCertificates null: those of the system
/// @param clientCertificate what to show the server; null: nothing
/// @param clientKey the key of `clientCertificate`; null without one
/// @param cacheDirectory where the last known good state is kept; null: nowhere
/// @param bootstrapFile a snapshot to serve when there is none in the cache; null: none
/// @param clock what time rules are asked at; nothing else goes by the time of day
public record ClientSettings(
    String address,
    boolean plaintext,
    @Nullable Path trustedCertificates,
    @Nullable Path clientCertificate,
    @Nullable Path clientKey,
    String sdkKey,
    @Nullable Path cacheDirectory,
    @Nullable Path bootstrapFile,
    Duration usageInterval,
    InstantSource clock,
    SyncTiming timing) {

  public ClientSettings {
    requireNonNull(address, "address");
    requireNonNull(sdkKey, "sdkKey");
    requireNonNull(usageInterval, "usageInterval");
    requireNonNull(clock, "clock");
    requireNonNull(timing, "timing");
  }

  /// Without the key, which is secret.
  @Override
  public String toString() {
    return "ClientSettings[address=" + address + "]";
  }
}
