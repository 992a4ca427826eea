// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuidonClientBuilderTest {

  private static GuidonClientBuilder complete() {
    return GuidonClient.builder().address("localhost:1").plaintext().sdkKey("guidon_sdk_x");
  }

  private static void assertRefused(GuidonClientBuilder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "127.0.0.1:2", "[::1]:65535"})
  void addressIsHostAndPort(String address) {
    complete().address(address).build().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:x",
        ":9090",
        "http://localhost:9090",
        "localhost:9090/",
        "user@localhost:9090",
        "::1:9090",
        "a b:9090"
      })
  void otherAddressIsRefused(String address) {
    assertRefused(
        complete().address(address),
        "address: " + address + " (expected: host:port, such as flags.example.com:443)");
  }

  @Test
  void whatIsMissingIsSaid() {
    assertRefused(
        GuidonClient.builder().sdkKey("guidon_sdk_x"), "address: not set (expected: host:port)");
    assertRefused(
        GuidonClient.builder().address("localhost:1"), "sdkKey: not set (expected: guidon_sdk_…)");
  }

  @Test
  void wrongKeyIsRefusedAndNotPrinted() {
    assertRefused(
        complete().sdkKey("guidon_adm_secret"), "sdkKey: 17 characters (expected: guidon_sdk_…)");
    assertRefused(
        complete().sdkKey("guidon_sdk_x\n"), "sdkKey: 13 characters (expected: guidon_sdk_…)");
  }

  @Test
  void certificatesGoWithTlsOnly(@TempDir Path directory) throws Exception {
    Path pem = Files.writeString(directory.resolve("ca.pem"), "");

    assertRefused(
        complete().trustedCertificates(pem),
        "trustedCertificates: " + pem + " (expected: none with plaintext)");
  }

  @Test
  void certificatesMustBeCertificates(@TempDir Path directory) throws Exception {
    Path text = Files.writeString(directory.resolve("ca.pem"), "not a certificate");

    assertThatThrownBy(() ->
            GuidonClient.builder()
                .address("localhost:1")
                .sdkKey("guidon_sdk_x")
                .trustedCertificates(text)
                .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trustedCertificates: " + text + " (expected: certificates in PEM form)");
  }

  @Test
  void clientCertificateComesWithItsKeyAndTls(@TempDir Path directory) throws Exception {
    Path text = Files.writeString(directory.resolve("client.pem"), "neither certificate nor key");

    assertRefused(
        complete().clientCertificate(text, text),
        "clientCertificate: " + text + " (expected: none with plaintext)");
    assertThatThrownBy(() ->
            GuidonClient.builder()
                .address("localhost:1")
                .sdkKey("guidon_sdk_x")
                .clientCertificate(text, text)
                .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clientCertificate: " + text + " (expected: certificates in PEM form)");
  }

  @Test
  void filesMustBeReadable(@TempDir Path directory) throws Exception {
    Path missing = directory.resolve("missing");
    Path file = Files.writeString(directory.resolve("file"), "");

    assertRefused(
        complete().bootstrapFile(missing),
        "bootstrapFile: " + missing + " (expected: a readable file)");
    assertRefused(
        complete().cacheDirectory(file), "cacheDirectory: " + file + " (expected: a directory)");
    assertRefused(
        GuidonClient.builder().offline(missing),
        "offline: " + missing + " (expected: a readable file)");
    assertThatThrownBy(() -> GuidonClient.builder().offline(file).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("offline: " + file + " (expected: a snapshot file; ");
  }

  @Test
  void offlineExcludesAServer(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertRefused(
        complete().offline(file),
        "offline: " + file + " (expected: neither address nor sdkKey beside it)");
    assertRefused(
        GuidonClient.builder().offline(file).bootstrapFile(file),
        "bootstrapFile: " + file + " (expected: none with offline, which is a file, too)");
  }

  @Test
  void intervalsAreAboveZero() {
    assertRefused(
        complete().usageInterval(Duration.ZERO),
        "usageInterval: PT0S (expected: 1 ms or more, at most 365 days)");
    assertThatThrownBy(() -> complete().staleAfter(Duration.ZERO))
        .hasMessage("staleAfter: PT0S (expected: 1 ms or more, at most 365 days)");
  }

  /// Added to the time, longer ones would lie in the past.
  @Test
  void intervalsAreAYearAtMost() {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    assertRefused(
        complete().usageInterval(forEver),
        "usageInterval: " + forEver + " (expected: 1 ms or more, at most 365 days)");
    assertThatThrownBy(() -> complete().staleAfter(forEver))
        .hasMessage("staleAfter: " + forEver + " (expected: 1 ms or more, at most 365 days)");
  }

  @Test
  void settingsAreNotPrintedWithTheKey() {
    assertThat(
            new dev.guidon.sdk.internal.ClientSettings(
                "localhost:1",
                true,
                null,
                null,
                null,
                "guidon_sdk_secret",
                null,
                null,
                Duration.ofSeconds(1),
                java.time.InstantSource.system(),
                dev.guidon.sdk.internal.sync.SyncTiming.DEFAULT))
        .asString()
        .doesNotContain("secret");
  }
}
