// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.tls;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/// The node's certificate and key, read again and again, so that they are replaced without a restart.
///
/// Connections that begin after new files were read use them; others go on with what they began with. Files that cannot be used leave
/// what is in use as it is, and the log says why.
@Singleton
@Requires(property = "guidon.tls.certificate")
final class TlsFiles {

  private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);

  private final TlsConfiguration configuration;
  private final AdvancedTlsX509KeyManager keyManager = new AdvancedTlsX509KeyManager();

  private final AdvancedTlsX509TrustManager trustManager = checkingClients();
  private final Sinks.Many<TlsMaterial> materials = Sinks.many().replay().latest();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("guidon-tls").daemon().factory());

  private TlsMaterial current;
  private String lastProblem = "";

  TlsFiles(TlsConfiguration configuration) {
    this.configuration = configuration;
    current = TlsMaterial.read(configuration);
    use(current);
    long pause = configuration.refreshInterval().toMillis();
    var _ = thread.scheduleWithFixedDelay(this::refresh, pause, pause, TimeUnit.MILLISECONDS);
  }

  /// Of a client there is nothing to check but whom its certificate comes from: it has no host name.
  private static AdvancedTlsX509TrustManager checkingClients() {
    try {
      return AdvancedTlsX509TrustManager.newBuilder()
          .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
          .build();
    } catch (CertificateException e) {
      throw new IllegalStateException("nothing is trusted yet that could be wrong", e);
    }
  }

  private void refresh() {
    try {
      TlsMaterial next = TlsMaterial.read(configuration);
      lastProblem = "";
      if (!next.equals(current)) {
        use(next);
        current = next;
      }
    } catch (RuntimeException e) {
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(lastProblem)) {
        lastProblem = problem;
        log.error(
            "New certificates cannot be used; the node goes on with what it has: {}", problem);
      }
    }
  }

  private void use(TlsMaterial material) {
    try {
      keyManager.updateIdentityCredentials(material.chainArray(), material.key());
      if (asksClients()) {
        trustManager.updateTrustCredentials(material.clientAuthoritiesArray());
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("guidon.tls: " + e.getMessage(), e);
    }
    materials.tryEmitNext(material).orThrow();
    log.info("TLS with the certificate of {}", material);
  }

  /// Whether clients must show a certificate.
  boolean asksClients() {
    return configuration.clientAuthorities() != null;
  }

  X509ExtendedKeyManager keyManager() {
    return keyManager;
  }

  X509ExtendedTrustManager trustManager() {
    return trustManager;
  }

  /// The node's key and certificate, now and whenever they are replaced.
  Publisher<KeyStore> keyStores() {
    return materials.asFlux().map(TlsMaterial::keyStore);
  }

  /// What certificates of clients must come from, now and whenever that is replaced.
  Publisher<KeyStore> trustStores() {
    return asksClients() ? materials.asFlux().map(TlsMaterial::trustStore) : Flux.empty();
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
