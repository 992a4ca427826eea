// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.usage;

import dev.guidon.proto.usage.v1.ReportUsageRequest;
import dev.guidon.proto.usage.v1.UsageServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reports over gRPC, on the connection that the stream uses.
public final class GrpcUsageSender implements UsageSender {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk.usage");

  private final UsageServiceGrpc.UsageServiceBlockingStub stub;

  public GrpcUsageSender(ManagedChannel channel, Metadata headers) {
    this.stub =
        UsageServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Override
  public Outcome send(ReportUsageRequest report, Duration patience) {
    try {
      var unused =
          stub.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS).reportUsage(report);
      return Outcome.RECEIVED;
    } catch (StatusRuntimeException e) {
      log.debug("usage report {} did not arrive", report.getReport(), e);
      return switch (e.getStatus().getCode()) {
        case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION -> Outcome.REFUSED;
        default -> Outcome.UNKNOWN;
      };
    }
  }
}
