// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import static java.util.Objects.requireNonNull;

import dev.guidon.sdk.internal.ClientSettings;
import dev.guidon.sdk.internal.FileClient;
import dev.guidon.sdk.internal.FollowingClient;
import dev.guidon.sdk.internal.sync.SyncTiming;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Collects what a {@link GuidonClient} needs to know. Anything wrong is said by {@link #build}, and never later.
public final class GuidonClientBuilder {

  private static final String SDK_KEY_PREFIX = "guidon_sdk_";
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(365);

  private @Nullable String address;
  private boolean plaintext;
  private @Nullable Path trustedCertificates;
  private @Nullable Path clientCertificate;
  private @Nullable Path clientKey;
  private @Nullable String sdkKey;
  private @Nullable Path cacheDirectory;
  private @Nullable Path bootstrapFile;
  private @Nullable Path offlineFile;
  private Duration usageInterval = Duration.ofSeconds(60);
  private InstantSource clock = InstantSource.system();
  private SyncTiming timing = SyncTiming.DEFAULT;

  GuidonClientBuilder() {}

  /// Where the server takes gRPC, as `host:port`.
  public GuidonClientBuilder address(String address) {
    this.address = requireNonNull(address, "address");
    return this;
  }

  /// Connects without TLS, as on one machine or behind a proxy that adds it.
  public GuidonClientBuilder plaintext() {
    plaintext = true;
    return this;
  }

  /// Trusts the certificates in this PEM file, in place of those that the system trusts. The file is read again each minute, so
  /// that certificates are replaced without a restart.
  public GuidonClientBuilder trustedCertificates(Path pemFile) {
    trustedCertificates = requireNonNull(pemFile, "pemFile");
    return this;
  }

  /// Shows the server this certificate, where it asks for one. The files are read again each minute.
  ///
  /// @param certificatePemFile the client's certificate, then those that lead from it to a root
  /// @param keyPemFile its key, RSA or EC, as PKCS #8, not encrypted
  public GuidonClientBuilder clientCertificate(Path certificatePemFile, Path keyPemFile) {
    clientCertificate = requireNonNull(certificatePemFile, "certificatePemFile");
    clientKey = requireNonNull(keyPemFile, "keyPemFile");
    return this;
  }

  /// The environment's SDK key, `guidon_sdk_…`.
  public GuidonClientBuilder sdkKey(String sdkKey) {
    this.sdkKey = requireNonNull(sdkKey, "sdkKey");
    return this;
  }

  /// Keeps a copy of the flags in this directory, and serves it at the next start until the server is heard from. It is created
  /// when it is not there. Clients of several programs and environments may share it.
  public GuidonClientBuilder cacheDirectory(Path directory) {
    cacheDirectory = requireNonNull(directory, "directory");
    return this;
  }

  /// Serves the flags in this file until the server is heard from, where there is no copy in the cache directory. Such a file
  /// is what a cache directory holds.
  public GuidonClientBuilder bootstrapFile(Path file) {
    bootstrapFile = requireNonNull(file, "file");
    return this;
  }

  /// Serves the flags in this file and never connects. Such a file is what a cache directory holds.
  public GuidonClientBuilder offline(Path file) {
    offlineFile = requireNonNull(file, "file");
    return this;
  }

  /// After how long without word from the server the flags count as stale; 30 seconds unless set. They are served all the
  /// same.
  public GuidonClientBuilder staleAfter(Duration staleAfter) {
    timing = timing.withStaleAfter(staleAfter);
    return this;
  }

  /// How often the client tells the server what it counted; every 60 seconds unless set.
  public GuidonClientBuilder usageInterval(Duration interval) {
    usageInterval = requireNonNull(interval, "interval");
    return this;
  }

  /// What time rules are asked at that look at it, such as those that begin on a date; the system's unless set. For programs
  /// whose tests set the time.
  public GuidonClientBuilder clock(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock");
    return this;
  }

  /// For tests, which cannot wait as long as programs can. No part of the API.
  public GuidonClientBuilder timing(SyncTiming timing) {
    this.timing = requireNonNull(timing, "timing");
    return this;
  }

  /// A client that serves at once what a file holds, if there is one, and connects in the background.
  ///
  /// @throws IllegalArgumentException if something is missing, malformed, or contradicts something else
  public GuidonClient build() {
    if (offlineFile != null) {
      return offlineClient(offlineFile);
    }
    String checkedAddress = checkedAddress();
    String checkedKey = checkedKey();
    if (plaintext && trustedCertificates != null) {
      throw new IllegalArgumentException(
          "trustedCertificates: " + trustedCertificates + " (expected: none with plaintext)");
    }
    if (plaintext && clientCertificate != null) {
      throw new IllegalArgumentException(
          "clientCertificate: " + clientCertificate + " (expected: none with plaintext)");
    }
    requireReadable("trustedCertificates", trustedCertificates);
    requireCertificates("trustedCertificates", trustedCertificates);
    requireReadable("clientCertificate", clientCertificate);
    requireCertificates("clientCertificate", clientCertificate);
    requireReadable("clientCertificate", clientKey);
    requireReadable("bootstrapFile", bootstrapFile);
    if (cacheDirectory != null
        && Files.exists(cacheDirectory)
        && !Files.isDirectory(cacheDirectory)) {
      throw new IllegalArgumentException(
          "cacheDirectory: " + cacheDirectory + " (expected: a directory)");
    }
    if (usageInterval.compareTo(Duration.ofMillis(1)) < 0
        || usageInterval.compareTo(LONGEST_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "usageInterval: " + usageInterval + " (expected: 1 ms or more, at most 365 days)");
    }
    return new FollowingClient(
        new ClientSettings(
            checkedAddress,
            plaintext,
            trustedCertificates,
            clientCertificate,
            clientKey,
            checkedKey,
            cacheDirectory,
            bootstrapFile,
            usageInterval,
            clock,
            timing));
  }

  private GuidonClient offlineClient(Path file) {
    if (address != null || sdkKey != null) {
      throw new IllegalArgumentException(
          "offline: " + file + " (expected: neither address nor sdkKey beside it)");
    }
    if (bootstrapFile != null) {
      throw new IllegalArgumentException(
          "bootstrapFile: "
              + bootstrapFile
              + " (expected: none with offline, which is a file, too)");
    }
    requireReadable("offline", file);
    return FileClient.open(file, clock);
  }

  private String checkedAddress() {
    if (address == null) {
      throw new IllegalArgumentException("address: not set (expected: host:port)");
    }
    try {
      // A URI knows what a host is, IPv6 in brackets included.
      URI uri = new URI("guidon://" + address);
      boolean onlyHostAndPort =
          uri.getHost() != null
              && uri.getPort() >= 1
              && uri.getPort() <= 65_535
              && address.equals(uri.getRawAuthority())
              && uri.getRawUserInfo() == null;
      if (onlyHostAndPort) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "address: " + address + " (expected: host:port, such as flags.example.com:443)");
  }

  /// Never prints the key: exceptions end up in logs.
  private String checkedKey() {
    if (sdkKey == null) {
      throw new IllegalArgumentException("sdkKey: not set (expected: guidon_sdk_…)");
    }
    if (!sdkKey.startsWith(SDK_KEY_PREFIX) || !sdkKey.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "sdkKey: " + sdkKey.length() + " characters (expected: guidon_sdk_…)");
    }
    return sdkKey;
  }

  private static void requireCertificates(String name, @Nullable Path file) {
    if (file == null) {
      return;
    }
    try (InputStream pem = Files.newInputStream(file)) {
      if (!CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
        return;
      }
    } catch (IOException | CertificateException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        name + ": " + file + " (expected: certificates in PEM form)");
  }

  private static void requireReadable(String name, @Nullable Path file) {
    if (file != null && !(Files.isRegularFile(file) && Files.isReadable(file))) {
      throw new IllegalArgumentException(name + ": " + file + " (expected: a readable file)");
    }
  }
}
