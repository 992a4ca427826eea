// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.tls;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Gives the gRPC port the certificates of {@link TlsFiles}.
@Factory
final class TlsFactory {

  /// @param files null when there is no TLS
  @Singleton
  ServerCredentials grpcCredentials(@Nullable TlsFiles files) {
    if (files == null) {
      return InsecureServerCredentials.create();
    }
    var credentials = TlsServerCredentials.newBuilder().keyManager(files.keyManager());
    if (files.asksClients()) {
      credentials.trustManager(files.trustManager()).clientAuth(ClientAuth.REQUIRE);
    }
    return credentials.build();
  }
}
