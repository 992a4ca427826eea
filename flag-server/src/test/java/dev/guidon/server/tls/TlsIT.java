// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.GuidonClientBuilder;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.TestNode;
import dev.guidon.server.delivery.TestShop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Nodes with certificates, beside one without on the same database.
class TlsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final EvaluationContext USER = EvaluationContext.of("user-1");

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  @TempDir private Path directory;

  private TestShop shop;
  private String sdkKey;
  private TestCertificate own;
  private Path certificateFile;
  private Path keyFile;

  @BeforeEach
  void makeCertificate() {
    shop = new TestShop(server.admin());
    shop.createFlag("checkout");
    sdkKey = shop.sdkKey("backend");
    own = TestCertificate.create(directory, "node");
    certificateFile = own.writeCertificate(directory.resolve("certificate.pem"));
    keyFile = own.writeKey(directory.resolve("key.pem"));
  }

  private TestNode start(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("guidon.tls.certificate", certificateFile.toString());
    settings.put("guidon.tls.private-key", keyFile.toString());
    settings.put("guidon.tls.refresh-interval", "100ms");
    settings.putAll(more);
    return TestNode.start(server.database(), settings);
  }

  private GuidonClientBuilder sdk(TestNode node) {
    return GuidonClient.builder()
        .address("127.0.0.1:" + node.grpcPort())
        .trustedCertificates(certificateFile)
        .sdkKey(sdkKey);
  }

  private static int status(TestNode node, TestCertificate trusted, TestCertificate shown)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newBuilder().sslContext(trusted.trustedBy(shown)).build()) {
      URI uri = node.uri().resolve("/api/v1/projects");
      assertThat(uri.getScheme()).isEqualTo("https");
      var request =
          HttpRequest.newBuilder(uri)
              .header("Authorization", "Bearer " + server.adminToken())
              .build();
      return http.send(request, BodyHandlers.ofString()).statusCode();
    }
  }

  /// The certificate that a port shows.
  private X509Certificate shown(int port, TestCertificate trusted) throws IOException {
    try (var socket =
        (SSLSocket) trusted.trustedBy(null).getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void requestsAndStreamsAreEncrypted() throws Exception {
    try (TestNode node = start(Map.of());
        GuidonClient client = sdk(node).build()) {
      assertThat(status(node, own, null)).isEqualTo(200);
      assertThat(client.awaitReady(PATIENCE)).isTrue();

      shop.turn("checkout", true);

      await().atMost(PATIENCE).until(() -> client.isEnabled("checkout", USER, false));
    }
  }

  @Test
  void plainTextIsNotAnswered() throws Exception {
    try (TestNode node = start(Map.of());
        var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.uri().getPort()));
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(answer).doesNotContain("HTTP/");
    }
  }

  @Test
  void strangersCertificateIsNotTrusted() {
    TestCertificate stranger = TestCertificate.create(directory, "stranger");
    try (TestNode node = start(Map.of())) {
      assertThatThrownBy(() -> status(node, stranger, null)).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void replacedFilesAreUsedWithoutRestart() throws Exception {
    TestCertificate next = TestCertificate.create(directory, "next");
    try (TestNode node = start(Map.of())) {
      assertThat(shown(node.grpcPort(), own)).isEqualTo(own.certificate());

      // One after the other, as it is done; meanwhile they do not belong together.
      next.writeCertificate(certificateFile);
      next.writeKey(keyFile);

      await()
          .atMost(PATIENCE)
          .ignoreException(SSLException.class)
          .untilAsserted(() -> {
            assertThat(shown(node.grpcPort(), next)).isEqualTo(next.certificate());
            assertThat(shown(node.uri().getPort(), next)).isEqualTo(next.certificate());
          });
    }
  }

  @Test
  void filesThatCannotBeUsedLeaveTheCertificateInUse() throws Exception {
    try (TestNode node = start(Map.of())) {
      Files.writeString(certificateFile, "no certificate");
      await()
          .during(Duration.ofMillis(500))
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(shown(node.grpcPort(), own)).isEqualTo(own.certificate()));
      assertThat(status(node, own, null)).isEqualTo(200);
    }
  }

  @Test
  void nodeThatAsksForCertificatesTurnsAwayWhoHasNone() throws Exception {
    TestCertificate known = TestCertificate.create(directory, "client");
    TestCertificate unknown = TestCertificate.create(directory, "unknown");
    Path authorities = known.writeCertificate(directory.resolve("clients.pem"));
    try (TestNode node = start(Map.of("guidon.tls.client-authorities", authorities.toString()))) {
      assertThat(status(node, own, known)).isEqualTo(200);
      assertThatThrownBy(() -> status(node, own, null)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> status(node, own, unknown)).isInstanceOf(IOException.class);

      try (GuidonClient without = sdk(node).build();
          GuidonClient with =
              sdk(node)
                  .clientCertificate(authorities, known.writeKey(directory.resolve("client.pem")))
                  .build()) {
        assertThat(with.awaitReady(PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(() -> without.status().lastError() != null);
        assertThat(without.status().ready()).isFalse();
      }
    }
  }

  @Test
  void wrongFilesEndTheStartAndAreNamed() {
    TestCertificate other = TestCertificate.create(directory, "other");
    other.writeKey(keyFile);

    assertThatThrownBy(() -> start(Map.of()).close())
        .hasStackTraceContaining(
            "guidon.tls.private-key: "
                + keyFile
                + " (expected: the key of the certificate in "
                + certificateFile
                + ")");
  }

  @Test
  void otherMachinesAreServedInPlainTextOnlyWhereThatIsAccepted() throws IOException {
    Map<String, Object> everywhere = Map.of("guidon.grpc.host", "0.0.0.0");
    assertThatThrownBy(() -> TestNode.start(server.database(), everywhere).close())
        .hasStackTraceContaining("guidon.grpc.host: 0.0.0.0 (expected: a loopback address");

    Map<String, Object> accepted = new HashMap<>(everywhere);
    accepted.put("guidon.tls.accept-plaintext", true);
    try (TestNode node = TestNode.start(server.database(), accepted);
        var socket = new Socket(InetAddress.getLoopbackAddress(), node.grpcPort())) {
      assertThat(socket.isConnected()).isTrue();
    }
  }
}
