// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How calls are refused: with a status, and where trying again later may help, with the time to wait.
final class Refusal {

  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private Refusal() {}

  /// Ends the call as unavailable and spreads the clients that try again over some seconds.
  static void tryLater(ServerCall<?, ?> call, String message) {
    Duration wait =
        Duration.ofNanos(
            ThreadLocalRandom.current()
                .nextLong(SHORTEST_WAIT.toNanos(), LONGEST_WAIT.toNanos() + 1));
    var retryInfo =
        RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(wait.getSeconds())
                    .setNanos(wait.getNano()))
            .build();
    var details =
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.UNAVAILABLE.value())
            .setMessage(message)
            .addDetails(Any.pack(retryInfo))
            .build();
    Metadata trailers = StatusProto.toStatusRuntimeException(details).getTrailers();
    call.close(
        Status.UNAVAILABLE.withDescription(message), trailers == null ? new Metadata() : trailers);
  }
}
