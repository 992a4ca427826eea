// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import dev.guidon.proto.usage.v1.ReportUsageRequest;
import dev.guidon.proto.usage.v1.ReportUsageResponse;
import dev.guidon.proto.usage.v1.UsageCount;
import dev.guidon.proto.usage.v1.UsageServiceGrpc.UsageServiceImplBase;
import dev.guidon.server.delivery.SdkIdentity;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `guidon.usage.v1.UsageService`: takes reports in from SDKs.
@Singleton
final class UsageGrpcService extends UsageServiceImplBase {

  private static final int MAX_COUNTS = 10_000;
  private static final int MAX_TEXT = 128;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z_]{0,63}");

  /// Programs may ask for what cannot be a key; that is counted under one name, which is none.
  private static final String NOT_A_KEY = "(not a key)";

  private final UsageCollector collector;
  private final Clock clock;

  UsageGrpcService(UsageCollector collector, Clock clock) {
    this.collector = collector;
    this.clock = clock;
  }

  @Override
  public void reportUsage(
      ReportUsageRequest request, StreamObserver<ReportUsageResponse> observer) {
    String problem = problem(request);
    if (problem != null) {
      observer.onError(Status.INVALID_ARGUMENT.withDescription(problem).asRuntimeException());
      return;
    }
    var report =
        new UsageReport(
            SdkIdentity.CURRENT.get().environmentId(),
            request.getInstance(),
            request.getReport(),
            clock.instant(),
            request.getCountsList().stream().map(UsageGrpcService::count).toList());
    if (!collector.take(report)) {
      observer.onError(
          Status.UNAVAILABLE
              .withDescription("too many counts wait to be written: send the report again later")
              .asRuntimeException());
      return;
    }
    observer.onNext(ReportUsageResponse.getDefaultInstance());
    observer.onCompleted();
  }

  private static @Nullable String problem(ReportUsageRequest request) {
    String instance = request.getInstance();
    if (instance.isEmpty() || instance.length() > MAX_TEXT || instance.indexOf('\0') >= 0) {
      return "instance: "
          + instance.length()
          + " characters (expected: 1 to "
          + MAX_TEXT
          + ", none of them NUL)";
    }
    if (request.getReport() < 1) {
      return "report: " + request.getReport() + " (expected: 1 or more)";
    }
    if (request.getCountsCount() > MAX_COUNTS) {
      return "counts: " + request.getCountsCount() + " (expected: at most " + MAX_COUNTS + ")";
    }
    for (UsageCount count : request.getCountsList()) {
      if (count.getCount() < 0) {
        return "count: "
            + Long.toUnsignedString(count.getCount())
            + " (expected: at most "
            + Long.MAX_VALUE
            + ")";
      }
      if (!REASON.matcher(count.getReason()).matches()) {
        return "reason: not a kind of reason (expected: such as RULE_MATCH)";
      }
    }
    return null;
  }

  private static UsageReport.Count count(UsageCount count) {
    return new UsageReport.Count(
        key(count.getFlag()),
        count.getVariation().isEmpty() ? "" : key(count.getVariation()),
        count.getReason(),
        count.getCount());
  }

  private static String key(String text) {
    return KEY.matcher(text).matches() ? text : NOT_A_KEY;
  }
}
