// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.guidon.proto.sync.v1.FetchRequest;
import dev.guidon.proto.sync.v1.FetchResponse;
import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.WatchRequest;
import dev.guidon.proto.sync.v1.WatchResponse;
import dev.guidon.sdk.internal.sync.Transport.StreamEnd.Cause;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Frames over gRPC.
///
/// The next frame is asked for when the last one was applied, so that a slow program holds one frame and the server
/// sees that it is slow. Acks are held back for a moment, and the newest stands for those before it: a thousand clients get a
/// change at the same time, and its delivery must not compete with their acks.
final class SnapshotStream implements Transport {

  private static final long FINISH_MILLIS = 2_000;
  private static final int SHORTEST_ACK_MILLIS = 50;
  private static final int LONGEST_ACK_MILLIS = 150;

  private final ManagedChannel channel;
  private final Metadata headers;
  private final Executor session;
  private final Timer later;

  /// Runs what is to happen after a while.
  interface Timer {

    void schedule(Runnable task, long delayMillis);
  }

  /// @param session runs one task at a time; listeners are called there
  /// @param later runs its tasks as those of `session`
  SnapshotStream(ManagedChannel channel, Metadata headers, Executor session, Timer later) {
    this.channel = requireNonNull(channel, "channel");
    this.headers = requireNonNull(headers, "headers");
    this.session = requireNonNull(session, "session");
    this.later = requireNonNull(later, "later");
  }

  @Override
  public Link watch(Subscribe subscribe, Listener listener) {
    // Left alone, the channel would wait up to two minutes between its own attempts to connect;
    // ours come often enough.
    channel.enterIdle();
    var call =
        new Call<WatchRequest, WatchResponse>(
            FlagSyncServiceGrpc.getWatchMethod(), WatchResponse::getFrame, listener) {
          @Override
          public void onClose(Status status, Metadata trailers) {
            // Left alone, the channel would connect again, and hold a connection that shows no key
            // until our next attempt. A node lets few of those be, so others could not come back.
            channel.enterIdle();
            super.onClose(status, trailers);
          }
        };
    call.start();
    call.sendFirst(WatchRequest.newBuilder().setSubscribe(subscribe).build());
    return call;
  }

  @Override
  public Link fetch(Subscribe subscribe, Listener listener) {
    var call =
        new Call<FetchRequest, FetchResponse>(
            FlagSyncServiceGrpc.getFetchMethod(), FetchResponse::getFrame, listener);
    call.start();
    call.sendFirst(FetchRequest.newBuilder().setSubscribe(subscribe).build());
    call.halfClose();
    return call;
  }

  private class Call<Q, R> extends ClientCall.Listener<R> implements Link {

    private final ClientCall<Q, R> call;
    private final Function<R, ServerFrame> frameOf;
    private final Listener listener;
    private @Nullable WatchRequest heldAck;
    private boolean ended;

    Call(MethodDescriptor<Q, R> method, Function<R, ServerFrame> frameOf, Listener listener) {
      this.call = channel.newCall(method, CallOptions.DEFAULT.withExecutor(session));
      this.frameOf = frameOf;
      this.listener = listener;
    }

    void start() {
      Metadata own = new Metadata();
      own.merge(headers);
      call.start(this, own);
      call.request(1);
    }

    void sendFirst(Q request) {
      call.sendMessage(request);
    }

    void halfClose() {
      call.halfClose();
    }

    @Override
    public void onMessage(R message) {
      listener.onFrame(frameOf.apply(message));
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ended = true;
      listener.onEnd(endOf(status, trailers));
    }

    @Override
    @SuppressWarnings("unchecked") // only watches are sent to after their first message
    public void send(WatchRequest frame) {
      if (frame.hasAck()) {
        hold(frame);
      } else {
        call.sendMessage((Q) frame);
      }
    }

    private void hold(WatchRequest ack) {
      boolean isFirst = heldAck == null;
      heldAck = ack;
      if (!isFirst) {
        return;
      }
      int delay = ThreadLocalRandom.current().nextInt(SHORTEST_ACK_MILLIS, LONGEST_ACK_MILLIS + 1);
      later.schedule(this::sendHeldAck, delay);
    }

    @SuppressWarnings("unchecked") // as in send
    private void sendHeldAck() {
      WatchRequest ack = heldAck;
      heldAck = null;
      if (ack != null && !ended) {
        call.sendMessage((Q) ack);
      }
    }

    @Override
    public void finish() {
      ended = true;
      call.halfClose();
      later.schedule(this::cancel, FINISH_MILLIS);
    }

    @Override
    public void cancel() {
      ended = true;
      call.cancel("the client is done with it", null);
    }
  }

  private static StreamEnd endOf(Status status, Metadata trailers) {
    String message = messageOf(status);
    return switch (status.getCode()) {
      case OK -> new StreamEnd(Cause.COMPLETED, 0, "the server ended it");
      case UNAUTHENTICATED, PERMISSION_DENIED -> new StreamEnd(Cause.UNAUTHORIZED, 0, message);
      default -> new StreamEnd(Cause.UNAVAILABLE, retryAfterMillis(status, trailers), message);
    };
  }

  private static String messageOf(Status status) {
    Throwable cause = status.getCause();
    String description =
        status.getDescription() == null
            ? status.getCode().name()
            : status.getCode() + ": " + status.getDescription();
    return cause == null ? description : description + ": " + cause.getMessage();
  }

  private static long retryAfterMillis(Status status, Metadata trailers) {
    com.google.rpc.@Nullable Status detailed = StatusProto.fromStatusAndTrailers(status, trailers);
    if (detailed == null) {
      return 0;
    }
    for (Any detail : detailed.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        try {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          return Math.max(0, delay.getSeconds() * 1_000 + delay.getNanos() / 1_000_000);
        } catch (InvalidProtocolBufferException e) {
          return 0;
        }
      }
    }
    return 0;
  }
}
