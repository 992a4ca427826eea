// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import com.google.protobuf.ByteString;
import dev.guidon.proto.sync.v1.Ack;
import dev.guidon.proto.sync.v1.FetchRequest;
import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.WatchRequest;
import dev.guidon.proto.sync.v1.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A client of frames over the real gRPC, which checks each of them as {@link TestSdk} does.
final class RawSdk implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ManagedChannel channel;
  private final boolean ownsChannel;
  private final String token;
  private final TestSdk sdk;
  private final List<ServerFrame> frames = new CopyOnWriteArrayList<>();
  private final Object changed = new Object();
  private volatile @Nullable ClientCall<WatchRequest, WatchResponse> call;
  private volatile @Nullable Status status;
  private volatile @Nullable Metadata trailers;
  private volatile @Nullable AssertionError failure;
  private volatile boolean reads = true;
  private volatile LongConsumer onApplied = _ -> {};

  RawSdk(int port, String token) {
    this(channel(port), true, token, new TestSdk());
  }

  private RawSdk(ManagedChannel channel, boolean ownsChannel, String token, TestSdk sdk) {
    this.channel = channel;
    this.ownsChannel = ownsChannel;
    this.token = token;
    this.sdk = sdk;
  }

  static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /// A client on a connection that others use too.
  static RawSdk on(ManagedChannel channel, String token) {
    return new RawSdk(channel, false, token, new TestSdk());
  }

  /// The same client, with what it holds, on another node.
  RawSdk movedTo(int port) {
    close();
    return new RawSdk(channel(port), true, token, sdk);
  }

  TestSdk sdk() {
    return sdk;
  }

  /// Calls this after each revision that was applied, before the next frame is read.
  RawSdk onApplied(LongConsumer work) {
    onApplied = work;
    return this;
  }

  RawSdk watch() {
    synchronized (sdk) {
      sdk.connect();
    }
    status = null;
    ClientCall<WatchRequest, WatchResponse> next =
        channel.newCall(FlagSyncServiceGrpc.getWatchMethod(), CallOptions.DEFAULT);
    call = next;
    Metadata headers = headers();
    next.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(WatchResponse response) {
            take(response.getFrame());
            if (reads) {
              next.request(1);
            }
          }

          @Override
          public void onClose(Status closed, Metadata trailing) {
            ended(closed, trailing);
          }
        },
        headers);
    next.sendMessage(WatchRequest.newBuilder().setSubscribe(subscribe()).build());
    next.request(1);
    return this;
  }

  /// Asks once, and returns the frames.
  List<ServerFrame> fetch() {
    synchronized (sdk) {
      sdk.connect();
      FlagSyncServiceGrpc.newBlockingStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers()))
          .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .fetch(FetchRequest.newBuilder().setSubscribe(subscribe()).build())
          .forEachRemaining(response -> {
            frames.add(response.getFrame());
            sdk.receive(response.getFrame());
          });
    }
    return frames;
  }

  private Metadata headers() {
    var headers = new Metadata();
    if (!token.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }
    return headers;
  }

  private Subscribe.Builder subscribe() {
    var subscribe = Subscribe.newBuilder().setSchema(1).setSdk("raw/1").setInstance("instance");
    synchronized (sdk) {
      Held held = sdk.held();
      UUID epoch = held.epoch();
      if (epoch != null) {
        subscribe
            .setEpoch(
                ByteString.copyFrom(
                    ByteBuffer.allocate(16)
                        .putLong(epoch.getMostSignificantBits())
                        .putLong(epoch.getLeastSignificantBits())
                        .flip()))
            .setRevision(held.revision())
            .setDigest(ByteString.copyFrom(held.digest().toByteArray()));
      }
    }
    return subscribe;
  }

  private void take(ServerFrame frame) {
    try {
      boolean applied;
      WatchRequest.Builder ack = WatchRequest.newBuilder();
      synchronized (sdk) {
        applied = sdk.receive(frame);
        ack.setAck(
            Ack.newBuilder()
                .setRevision(sdk.revision())
                .setDigest(ByteString.copyFrom(sdk.digest().toByteArray())));
      }
      frames.add(frame);
      ClientCall<WatchRequest, WatchResponse> open = call;
      if (applied && open != null) {
        onApplied.accept(ack.getAck().getRevision());
        open.sendMessage(ack.build());
      }
    } catch (AssertionError e) {
      failure = e;
    }
    synchronized (changed) {
      changed.notifyAll();
    }
  }

  private void ended(Status closed, Metadata trailing) {
    trailers = trailing;
    status = closed;
    synchronized (changed) {
      changed.notifyAll();
    }
  }

  /// Takes in nothing more, but keeps the stream open.
  void stopReading() {
    reads = false;
  }

  void readOn() {
    reads = true;
    ClientCall<WatchRequest, WatchResponse> open = call;
    if (open != null) {
      open.request(1);
    }
  }

  /// Breaks the protocol.
  void subscribeAgain() {
    Objects.requireNonNull(call)
        .sendMessage(WatchRequest.newBuilder().setSubscribe(subscribe()).build());
  }

  List<ServerFrame> frames() {
    return frames;
  }

  @Nullable Metadata trailers() {
    return trailers;
  }

  @Nullable Status status() {
    return status;
  }

  long revision() {
    synchronized (sdk) {
      return sdk.revision();
    }
  }

  RawSdk awaitHello() {
    await("hello", () -> !frames.isEmpty());
    return this;
  }

  /// As {@link #awaitHello}, where the same client had a stream before.
  RawSdk awaitHelloOnThisStream() {
    await(
        "hello",
        () -> {
          synchronized (sdk) {
            return !sdk.frames().isEmpty();
          }
        });
    return this;
  }

  RawSdk awaitRevision(long revision) {
    await("revision " + revision, () -> revision() >= revision);
    return this;
  }

  Status awaitEnd() {
    await("the end of the stream", () -> status != null);
    return Objects.requireNonNull(status);
  }

  private void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    synchronized (changed) {
      while (!condition.getAsBoolean()) {
        AssertionError broken = failure;
        if (broken != null) {
          throw broken;
        }
        long left = until - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError(
              "no %s within %s; at revision %d, status %s, frames %s"
                  .formatted(what, PATIENCE, revision(), status, sdk.frames()));
        }
        try {
          changed.wait(Math.max(1, Math.min(100, left / 1_000_000)));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
    AssertionError broken = failure;
    if (broken != null) {
      throw broken;
    }
  }

  /// Leaves its stream and keeps what it holds.
  void disconnect() {
    ClientCall<WatchRequest, WatchResponse> open = call;
    if (open != null) {
      open.cancel("the test is done with it", null);
    }
  }

  @Override
  public void close() {
    disconnect();
    if (ownsChannel) {
      channel.shutdownNow();
    }
  }
}
