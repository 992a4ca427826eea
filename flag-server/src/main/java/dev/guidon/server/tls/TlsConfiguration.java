// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.tls;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Settings `guidon.tls.*`, described in docs/operations/configuration.md.
///
/// @param certificate PEM file with the node's certificate and those that lead from it to a root; null for no TLS
/// @param privateKey PEM file with the certificate's key, as PKCS #8
/// @param clientAuthorities PEM file with the certificates that those of clients must come from; null when clients need none
/// @param refreshInterval how often the files are looked at
/// @param acceptPlaintext whether others than this machine's own programs may connect without TLS
@ConfigurationProperties("guidon.tls")
record TlsConfiguration(
    @Nullable Path certificate,
    @Nullable Path privateKey,
    @Nullable Path clientAuthorities,
    @Bindable(defaultValue = "10s") Duration refreshInterval,
    @Bindable(defaultValue = "false") boolean acceptPlaintext) {

  TlsConfiguration {
    if (certificate != null && privateKey == null) {
      throw new IllegalArgumentException(
          "guidon.tls.private-key: not set (expected: the key of guidon.tls.certificate)");
    }
    if (certificate == null && privateKey != null) {
      throw missing("private-key");
    }
    if (certificate == null && clientAuthorities != null) {
      throw missing("client-authorities");
    }
    if (refreshInterval.compareTo(Duration.ofMillis(100)) < 0
        || refreshInterval.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "guidon.tls.refresh-interval: " + refreshInterval + " (expected: 100 ms to 24 hours)");
    }
  }

  private static IllegalArgumentException missing(String beside) {
    return new IllegalArgumentException(
        "guidon.tls.certificate: not set (expected: a file, beside guidon.tls." + beside + ")");
  }
}
