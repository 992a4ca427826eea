// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.tls;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Without TLS a node listens to this machine's own programs only, unless it is told that others may, as when a proxy before it speaks
/// TLS. Tokens and keys would cross the network for everybody to read.
@Context
final class PlaintextRule {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.server");

  PlaintextRule(
      TlsConfiguration configuration,
      @Value("${micronaut.server.host}") String httpHost,
      @Value("${guidon.grpc.host:127.0.0.1}") String grpcHost) {
    if (configuration.certificate() == null) {
      check(configuration, "micronaut.server.host", httpHost);
      check(configuration, "guidon.grpc.host", grpcHost);
    }
  }

  private static void check(TlsConfiguration configuration, String setting, String host) {
    if (isLoopback(host)) {
      return;
    }
    if (!configuration.acceptPlaintext()) {
      throw new IllegalArgumentException(
          setting
              + ": "
              + host
              + " (expected: a loopback address, or TLS by guidon.tls.certificate and"
              + " guidon.tls.private-key, or guidon.tls.accept-plaintext=true where a proxy adds it)");
    }
    log.warn("{} is {}: tokens and keys cross the network in plain text", setting, host);
  }

  /// An address that cannot be found is not this machine's; listening on it will say so.
  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
