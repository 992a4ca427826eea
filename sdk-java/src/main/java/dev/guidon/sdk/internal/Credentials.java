// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How a client and its server know each other.
final class Credentials {

  private static final long REFRESH_MINUTES = 1;

  private Credentials() {}

  /// @param background where files are read again, so that certificates are replaced without a restart
  /// @throws IllegalArgumentException if a file cannot be used
  static ChannelCredentials of(ClientSettings settings, ScheduledExecutorService background) {
    if (settings.plaintext()) {
      return InsecureChannelCredentials.create();
    }
    var credentials = TlsChannelCredentials.newBuilder();
    Path trusted = settings.trustedCertificates();
    Path certificate = settings.clientCertificate();
    Path key = settings.clientKey();
    try {
      if (trusted != null) {
        credentials.trustManager(trustManager(trusted.toFile(), background));
      }
      if (certificate != null && key != null) {
        credentials.keyManager(keyManager(certificate.toFile(), key.toFile(), background));
      }
      return credentials.build();
    } catch (IllegalArgumentException e) {
      background.shutdownNow(); // it may read one of the files already
      throw e;
    }
  }

  private static AdvancedTlsX509TrustManager trustManager(
      File trusted, ScheduledExecutorService background) {
    try {
      var manager = AdvancedTlsX509TrustManager.newBuilder().build();
      var unused =
          manager.updateTrustCredentials(trusted, REFRESH_MINUTES, TimeUnit.MINUTES, background);
      return manager;
    } catch (IOException | GeneralSecurityException e) {
      throw unusable("trustedCertificates", trusted, "certificates in PEM form", e);
    }
  }

  private static AdvancedTlsX509KeyManager keyManager(
      File certificate, File key, ScheduledExecutorService background) {
    try {
      var manager = new AdvancedTlsX509KeyManager();
      var unused =
          manager.updateIdentityCredentials(
              certificate, key, REFRESH_MINUTES, TimeUnit.MINUTES, background);
      return manager;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The library throws whatever its parsing runs into.
      throw unusable(
          "clientCertificate", key, "an RSA or EC key as PKCS #8 in PEM form, not encrypted", e);
    }
  }

  private static IllegalArgumentException unusable(
      String name, File file, String expected, @Nullable Exception cause) {
    return new IllegalArgumentException(
        name + ": " + file + " (expected: " + expected + ")", cause);
  }
}
