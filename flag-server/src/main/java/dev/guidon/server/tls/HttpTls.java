// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.tls;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.http.ssl.ClientAuthentication;
import jakarta.inject.Named;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/// Gives the HTTP port the certificates of {@link TlsFiles}, before the framework opens it.
@Context
@Named(HttpTls.NAME)
@Requires(property = "guidon.tls.certificate")
final class HttpTls implements CertificateProvider {

  static final String NAME = "guidon";

  private final TlsFiles files;

  HttpTls(TlsFiles files, Environment environment, @Value("${micronaut.server.port}") int port) {
    this.files = files;
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.server.ssl.enabled", true);
    settings.put("micronaut.server.ssl.port", port);
    settings.put("micronaut.server.ssl.build-self-signed", false);
    settings.put("micronaut.server.ssl.protocols", "TLSv1.3,TLSv1.2");
    settings.put("micronaut.server.ssl.key-name", NAME);
    if (files.asksClients()) {
      settings.put("micronaut.server.ssl.trust-name", NAME);
      settings.put("micronaut.server.ssl.client-authentication", ClientAuthentication.NEED);
    }
    environment.addPropertySource(PropertySource.of("tls", settings));
  }

  @Override
  public Publisher<KeyStore> getKeyStore() {
    return files.keyStores();
  }

  @Override
  public Publisher<KeyStore> getTrustStore() {
    return files.trustStores();
  }

  @Override
  public String getName() {
    return NAME;
  }
}
