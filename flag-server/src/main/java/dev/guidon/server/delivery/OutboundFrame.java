// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import io.grpc.MethodDescriptor.Marshaller;
import java.io.InputStream;

/// A frame and how old the data was when it was sent.
record OutboundFrame(Frame frame, long ageMillis) {

  /// Writes the bytes that streams share, so that sending makes nothing but a few bytes around them.
  static final Marshaller<OutboundFrame> MARSHALLER =
      new Marshaller<>() {
        @Override
        public InputStream stream(OutboundFrame outbound) {
          return outbound.frame().encode(outbound.ageMillis());
        }

        @Override
        public OutboundFrame parse(InputStream stream) {
          throw new UnsupportedOperationException("a server does not read what it sends");
        }
      };
}
