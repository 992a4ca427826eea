// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.tls;

import static java.util.Objects.requireNonNull;

import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the node shows of itself, and whom it trusts, as the files had it at one moment.
///
/// @param chain the node's certificate, then those that lead from it to a root
/// @param clientAuthorities what certificates of clients must come from; empty when clients need none
record TlsMaterial(
    PrivateKey key, List<X509Certificate> chain, List<X509Certificate> clientAuthorities) {

  private static final byte[] PROBE = {1, 2, 3};

  TlsMaterial {
    chain = List.copyOf(chain);
    clientAuthorities = List.copyOf(clientAuthorities);
  }

  /// @throws IllegalArgumentException if a file cannot be read or holds something else, or the key is not the certificate's
  static TlsMaterial read(TlsConfiguration configuration) {
    List<X509Certificate> chain =
        certificates("certificate", requireNonNull(configuration.certificate()));
    PrivateKey key = key(requireNonNull(configuration.privateKey()));
    if (!belongTogether(key, chain.getFirst())) {
      throw new IllegalArgumentException(
          "guidon.tls.private-key: %s (expected: the key of the certificate in %s)"
              .formatted(configuration.privateKey(), configuration.certificate()));
    }
    Path authorities = configuration.clientAuthorities();
    return new TlsMaterial(
        key,
        chain,
        authorities == null ? List.of() : certificates("client-authorities", authorities));
  }

  private static List<X509Certificate> certificates(String setting, Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      List<X509Certificate> certificates = List.of(CertificateUtils.getX509Certificates(pem));
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (IOException | GeneralSecurityException e) {
      throw malformed(setting, file, "certificates in PEM form", e);
    }
    throw malformed(setting, file, "certificates in PEM form", null);
  }

  private static PrivateKey key(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      return CertificateUtils.getPrivateKey(pem);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The library throws whatever its parsing runs into.
      throw malformed(
          "private-key", file, "an RSA or EC key as PKCS #8 in PEM form, not encrypted", e);
    }
  }

  private static IllegalArgumentException malformed(
      String setting, Path file, String expected, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "guidon.tls." + setting + ": " + file + " (expected: " + expected + ")", cause);
  }

  /// Certificates and keys are replaced one file after the other, so one may be ahead.
  private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    try {
      String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      var signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(PROBE);
      byte[] signature = signing.sign();
      var verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(PROBE);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  X509Certificate[] chainArray() {
    return chain.toArray(X509Certificate[]::new);
  }

  X509Certificate[] clientAuthoritiesArray() {
    return clientAuthorities.toArray(X509Certificate[]::new);
  }

  KeyStore keyStore() {
    KeyStore store = emptyStore();
    try {
      store.setKeyEntry("node", key, new char[0], chain.toArray(Certificate[]::new));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a store in memory takes a key", e);
    }
    return store;
  }

  KeyStore trustStore() {
    KeyStore store = emptyStore();
    try {
      for (int i = 0; i < clientAuthorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, clientAuthorities.get(i));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a store in memory takes a certificate", e);
    }
    return store;
  }

  private static KeyStore emptyStore() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PKCS #12", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Says nothing of the key.
  @Override
  public String toString() {
    X509Certificate own = chain.getFirst();
    return own.getSubjectX500Principal() + ", valid until " + own.getNotAfter().toInstant();
  }
}
