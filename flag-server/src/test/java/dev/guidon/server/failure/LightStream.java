// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.guidon.proto.sync.v1.Ack;
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
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A stream without a client around it: takes frames, says that it has them, and keeps none.
final class LightStream implements AutoCloseable {

  private static final int LITTLE_ROOM = 64 * 1024;

  private final ClientCall<WatchRequest, WatchResponse> call;

  /// When hello came, by {@link System#nanoTime}; 0 before.
  volatile long helloAt;

  /// The newest revision that is there whole, and since when.
  volatile long revision;

  volatile long revisionAt;

  /// How many bytes of definitions came.
  volatile long bytes;

  /// How it ended; null before.
  volatile Status ended;

  volatile long endedAt;

  /// How long the server asked to stay away.
  private volatile long retryAfterNanos;

  private final Map<Long, Long> arrivals = new ConcurrentHashMap<>();
  private volatile boolean reads = true;

  static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /// A connection whose client takes 64 KiB and then must read.
  static ManagedChannel channelWithLittleRoom(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .flowControlWindow(LITTLE_ROOM)
        .build();
  }

  /// Asks for everything.
  LightStream(ManagedChannel channel, String sdkKey) {
    call = channel.newCall(FlagSyncServiceGrpc.getWatchMethod(), CallOptions.DEFAULT);
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + sdkKey);
    call.start(new Listener(), headers);
    call.sendMessage(
        WatchRequest.newBuilder()
            .setSubscribe(
                Subscribe.newBuilder().setSchema(1).setSdk("light/1").setInstance("instance"))
            .build());
    call.request(1);
  }

  void forgetArrivals() {
    arrivals.clear();
  }

  /// When each revision came.
  NavigableMap<Long, Long> arrivals() {
    return new TreeMap<>(arrivals);
  }

  /// Whether the server sent it away and the time has come that it named.
  boolean isDueAgain() {
    return ended != null && System.nanoTime() - endedAt >= retryAfterNanos;
  }

  /// Takes in nothing more, and stays.
  void stopReading() {
    reads = false;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // gRPC calls one at a time
  private void take(ServerFrame frame) {
    switch (frame.getFrameCase()) {
      case HELLO -> helloAt = System.nanoTime();
      case SNAPSHOT -> {
        var chunk = frame.getSnapshot();
        bytes += chunk.getBytes().size();
        have(chunk.getIndex(), chunk.getCount(), chunk.getRevision(), chunk.getDigest());
      }
      case DELTA -> {
        var chunk = frame.getDelta();
        bytes += chunk.getBytes().size();
        have(chunk.getIndex(), chunk.getCount(), chunk.getRevision(), chunk.getDigest());
      }
      default -> {}
    }
  }

  private void have(int index, int count, long newRevision, ByteString digest) {
    if (index == count - 1) {
      revisionAt = System.nanoTime();
      revision = newRevision;
      arrivals.put(newRevision, revisionAt);
      call.sendMessage(
          WatchRequest.newBuilder()
              .setAck(Ack.newBuilder().setRevision(newRevision).setDigest(digest))
              .build());
    }
  }

  @Override
  public void close() {
    call.cancel("the command is done with it", null);
  }

  private final class Listener extends ClientCall.Listener<WatchResponse> {

    @Override
    public void onMessage(WatchResponse response) {
      take(response.getFrame());
      if (reads) {
        call.request(1);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      endedAt = System.nanoTime();
      retryAfterNanos = retryAfterNanos(status, trailers);
      ended = status;
    }
  }

  private static long retryAfterNanos(Status status, Metadata trailers) {
    var detailed = StatusProto.fromStatusAndTrailers(status, trailers);
    if (detailed == null || detailed.getDetailsCount() == 0) {
      return 0;
    }
    try {
      var delay = detailed.getDetails(0).unpack(RetryInfo.class).getRetryDelay();
      return TimeUnit.SECONDS.toNanos(delay.getSeconds()) + delay.getNanos();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
