// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import com.google.protobuf.ByteString;
import dev.guidon.proto.sync.v1.Ack;
import dev.guidon.proto.sync.v1.DeltaChunk;
import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc;
import dev.guidon.proto.sync.v1.Ping;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.SnapshotChunk;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.proto.sync.v1.WatchRequest;
import dev.guidon.proto.sync.v1.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A stream of an environment that confirms what it gets and evaluates nothing, so that thousands fit into one process.
final class LightStream extends ClientCall.Listener<WatchResponse> {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final int SHORTEST_ACK_MILLIS = 50;
  private static final int LONGEST_ACK_MILLIS = 150;

  private final ClientCall<WatchRequest, WatchResponse> call;
  private final Consumer<LightStream> delivered;
  private final CompletableFuture<Held> current = new CompletableFuture<>();
  private ByteString epoch = ByteString.EMPTY;
  private long bytes;

  /// What a client has.
  record Held(ByteString epoch, long revision, ByteString digest) {
    static final Held NOTHING = new Held(ByteString.EMPTY, 0, ByteString.EMPTY);
  }

  /// @param delivered called with this stream for each change that has arrived
  private LightStream(Channel channel, Consumer<LightStream> delivered) {
    this.call = channel.newCall(FlagSyncServiceGrpc.getWatchMethod(), CallOptions.DEFAULT);
    this.delivered = delivered;
  }

  static LightStream open(
      Channel channel, String sdkKey, Held held, Consumer<LightStream> delivered) {
    var stream = new LightStream(channel, delivered);
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + sdkKey);
    stream.call.start(stream, headers);
    stream.call.request(Integer.MAX_VALUE);
    stream.send(
        WatchRequest.newBuilder()
            .setSubscribe(
                Subscribe.newBuilder()
                    .setSchema(1)
                    .setSdk("benchmark")
                    .setEpoch(held.epoch)
                    .setRevision(held.revision)
                    .setDigest(held.digest)));
    return stream;
  }

  /// What the stream held when it had everything for the first time.
  CompletableFuture<Held> current() {
    return current;
  }

  /// How many bytes of snapshots it was sent.
  long bytes() {
    return bytes;
  }

  /// Tells the server that the client is there.
  void ping() {
    send(WatchRequest.newBuilder().setPing(Ping.getDefaultInstance()));
  }

  void cancel() {
    call.cancel("the benchmark is over", null);
  }

  private void send(WatchRequest.Builder frame) {
    call.sendMessage(frame.build());
  }

  @Override
  public void onMessage(WatchResponse message) {
    ServerFrame frame = message.getFrame();
    switch (frame.getFrameCase()) {
      case HELLO -> {
        epoch = frame.getHello().getEpoch();
        if (frame.getHello().getMode() == SyncMode.SYNC_MODE_CURRENT) {
          current.complete(Held.NOTHING);
        }
      }
      case SNAPSHOT -> {
        SnapshotChunk chunk = frame.getSnapshot();
        bytes += chunk.getBytes().size();
        if (chunk.getIndex() == chunk.getCount() - 1) {
          acknowledge(chunk.getRevision(), chunk.getDigest());
          current.complete(new Held(epoch, chunk.getRevision(), chunk.getDigest()));
        }
      }
      case DELTA -> {
        DeltaChunk chunk = frame.getDelta();
        if (chunk.getIndex() == chunk.getCount() - 1) {
          delivered.accept(this);
          acknowledge(chunk.getRevision(), chunk.getDigest());
        }
      }
      case HEARTBEAT, RESYNC, GOODBYE, FRAME_NOT_SET -> {}
    }
  }

  /// After a moment, as SDKs do.
  private void acknowledge(long revision, ByteString digest) {
    var ack =
        WatchRequest.newBuilder().setAck(Ack.newBuilder().setRevision(revision).setDigest(digest));
    long delay = ThreadLocalRandom.current().nextLong(SHORTEST_ACK_MILLIS, LONGEST_ACK_MILLIS + 1);
    CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS, Runnable::run)
        .execute(() -> send(ack));
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    current.completeExceptionally(status.asRuntimeException(trailers));
  }
}
