// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc;
import dev.guidon.proto.usage.v1.UsageServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.Map;

/// What a caller of each gRPC method must show. A method that is not here is not served.
enum GrpcAccess {
  /// Nothing.
  OPEN,
  /// An SDK key.
  SDK,
  /// An SDK key; and there must be room for another stream.
  SDK_STREAM;

  private static final Map<String, GrpcAccess> BY_METHOD =
      Map.of(
          FlagSyncServiceGrpc.getWatchMethod().getFullMethodName(), SDK_STREAM,
          FlagSyncServiceGrpc.getFetchMethod().getFullMethodName(), SDK_STREAM,
          UsageServiceGrpc.getReportUsageMethod().getFullMethodName(), SDK,
          HealthGrpc.getCheckMethod().getFullMethodName(), OPEN,
          HealthGrpc.getWatchMethod().getFullMethodName(), OPEN);

  static GrpcAccess of(MethodDescriptor<?, ?> method) {
    GrpcAccess access = BY_METHOD.get(method.getFullMethodName());
    if (access == null) {
      throw new IllegalStateException(
          "method: " + method.getFullMethodName() + " (expected: one whose access is declared)");
    }
    return access;
  }

  /// Refuses to start with a method whose access nobody declared.
  static void requireDeclared(List<ServerServiceDefinition> services) {
    services.forEach(
        service -> service.getMethods().forEach(method -> of(method.getMethodDescriptor())));
  }
}
