// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc;
import dev.guidon.server.delivery.DeliveryMetrics.RefusedFor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `guidon.sync.v1.FlagSyncService`, with marshallers of our own: frames go out as bytes that streams share.
final class SyncService {

  private static final Logger log = LoggerFactory.getLogger(SyncService.class);

  private final SdkStreams streams;
  private final DeliveryMetrics metrics;

  SyncService(SdkStreams streams, DeliveryMetrics metrics) {
    this.streams = streams;
    this.metrics = metrics;
  }

  ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder(FlagSyncServiceGrpc.SERVICE_NAME)
        .addMethod(
            withOwnMarshallers(FlagSyncServiceGrpc.getWatchMethod(), ClientFrameMarshaller.WATCH),
            handler(false))
        .addMethod(
            withOwnMarshallers(FlagSyncServiceGrpc.getFetchMethod(), ClientFrameMarshaller.FETCH),
            handler(true))
        .build();
  }

  private static MethodDescriptor<ClientFrame, OutboundFrame> withOwnMarshallers(
      MethodDescriptor<?, ?> method, Marshaller<ClientFrame> requests) {
    return method.toBuilder(requests, OutboundFrame.MARSHALLER).build();
  }

  /// @param once whether the answer ends when it is complete
  private ServerCallHandler<ClientFrame, OutboundFrame> handler(boolean once) {
    return (call, headers) -> {
      try {
        return streams.open(call, SdkIdentity.CURRENT.get(), once);
      } catch (RuntimeException e) {
        log.warn("A stream could not be opened: {}", e.toString());
        metrics.refused(RefusedFor.DATABASE);
        Refusal.tryLater(call, "the environment cannot be read now");
        return new ServerCall.Listener<>() {};
      }
    };
  }
}
