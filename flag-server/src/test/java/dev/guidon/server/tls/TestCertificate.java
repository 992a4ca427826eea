// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for this machine's loopback that comes from nobody but itself, made by the JDK's keytool.
record TestCertificate(X509Certificate certificate, PrivateKey key) {

  private static final char[] PASSWORD = "changeit".toCharArray();

  static TestCertificate create(Path directory, String name) {
    Path file = directory.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-dname",
        "CN=" + name,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost",
        "-ext",
        "bc:c",
        "-keystore",
        file.toString(),
        "-storetype",
        "PKCS12",
        "-storepass",
        new String(PASSWORD));
    try (InputStream in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      return new TestCertificate(
          (X509Certificate) store.getCertificate(name), (PrivateKey) store.getKey(name, PASSWORD));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Path writeCertificate(Path file) {
    return writePem(file, "CERTIFICATE", encoded());
  }

  Path writeKey(Path file) {
    return writePem(file, "PRIVATE KEY", key.getEncoded());
  }

  private byte[] encoded() {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path writePem(Path file, String type, byte[] content) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    try {
      return Files.writeString(
          file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, text, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a client needs that trusts this certificate, and shows another.
  ///
  /// @param shown null to show none
  SSLContext trustedBy(TestCertificate shown) {
    try {
      KeyStore trusted = emptyStore();
      trusted.setCertificateEntry("server", certificate);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(shown == null ? null : shown.keyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyManager[] keyManagers() throws IOException, GeneralSecurityException {
    KeyStore own = emptyStore();
    own.setKeyEntry("client", key, PASSWORD, new X509Certificate[] {certificate});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    return keys.getKeyManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
