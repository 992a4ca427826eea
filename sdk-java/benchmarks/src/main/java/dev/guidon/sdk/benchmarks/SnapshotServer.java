// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks;

import com.google.protobuf.ByteString;
import dev.guidon.codec.Chunks;
import dev.guidon.codec.EnvironmentCodec;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc.FlagSyncServiceImplBase;
import dev.guidon.proto.sync.v1.Hello;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.SnapshotChunk;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.proto.sync.v1.WatchRequest;
import dev.guidon.proto.sync.v1.WatchResponse;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Streams one state to every client that subscribes, and nothing more: what is measured is the client.
final class SnapshotServer extends FlagSyncServiceImplBase implements AutoCloseable {

  private static final ByteString EPOCH = ByteString.copyFrom(new byte[16]);

  private final List<WatchResponse> frames;
  private final Server server;

  SnapshotServer(EnvironmentState state) throws IOException {
    frames = frames(state);
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
  }

  private static List<WatchResponse> frames(EnvironmentState state) {
    List<WatchResponse> frames = new ArrayList<>();
    var hello =
        Hello.newBuilder()
            .setEpoch(EPOCH)
            .setHeadRevision(state.revision())
            .setMode(SyncMode.SYNC_MODE_SNAPSHOT)
            .setHeartbeatMillis(15_000)
            .setNode("benchmark");
    frames.add(response(ServerFrame.newBuilder().setHello(hello)));
    List<ByteString> chunks = Chunks.split(EnvironmentCodec.encodeSnapshot(state.objects()));
    for (int i = 0; i < chunks.size(); i++) {
      var chunk =
          SnapshotChunk.newBuilder()
              .setRevision(state.revision())
              .setIndex(i)
              .setCount(chunks.size())
              .setBytes(chunks.get(i));
      if (i == chunks.size() - 1) {
        chunk.setDigest(ByteString.copyFrom(state.digest().toByteArray()));
      }
      frames.add(response(ServerFrame.newBuilder().setSnapshot(chunk)));
    }
    return frames;
  }

  private static WatchResponse response(ServerFrame.Builder frame) {
    return WatchResponse.newBuilder().setFrame(frame).build();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> client) {
    return new StreamObserver<>() {
      @Override
      public void onNext(WatchRequest request) {
        if (request.hasSubscribe()) {
          frames.forEach(client::onNext);
        }
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        client.onCompleted();
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
