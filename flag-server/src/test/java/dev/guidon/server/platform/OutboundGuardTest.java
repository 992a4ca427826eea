// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses are given as numbers, so that no name has to be looked up.
class OutboundGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/hook",
        "https://10.1.2.3/hook",
        "https://172.16.0.9/hook",
        "https://192.168.1.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/hook",
        "https://0.0.0.0/hook",
        "https://198.18.0.1/hook",
        "https://[::1]/hook",
        "https://[fd00::1]/hook",
        "https://[fe80::1]/hook",
        "https://[::ffff:10.0.0.1]/hook",
        "https://[64:ff9b::a00:1]/hook",
        "https://[2002:a00:1::]/hook",
        "http://198.51.100.7/hook",
        "https://user@198.51.100.7/hook",
        "file:///etc/passwd",
        "ftp://198.51.100.7/hook"
      })
  void nothingInsideTheNetworkIsCalledUnlessThatWasSaid(String address) {
    assertThatThrownBy(() -> OutboundGuard.STRICT.require(URI.create(address)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://198.51.100.7/hook", "https://[2001:db8::7]/hook"})
  void whatIsOutsideIsCalled(String address) throws IOException {
    assertThat(OutboundGuard.STRICT.require(URI.create(address))).hasToString(address);
  }

  @Test
  void whoeverSaidSoMayCallTheirOwnNetworkButNotTheMachinesMetadata() throws IOException {
    URI own = URI.create("http://10.1.2.3/hook");

    assertThat(OutboundGuard.PERMISSIVE.require(own)).isEqualTo(own);
    assertThatThrownBy(
            () -> OutboundGuard.PERMISSIVE.require(URI.create("http://169.254.169.254/latest")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> OutboundGuard.PERMISSIVE.require(URI.create("file:///etc/passwd")))
        .isInstanceOf(IOException.class);
  }
}
