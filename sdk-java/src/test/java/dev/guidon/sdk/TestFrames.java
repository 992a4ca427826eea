// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import com.google.protobuf.ByteString;
import dev.guidon.codec.Chunks;
import dev.guidon.codec.EnvironmentCodec;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.proto.sync.v1.DeltaChunk;
import dev.guidon.proto.sync.v1.Goodbye;
import dev.guidon.proto.sync.v1.Heartbeat;
import dev.guidon.proto.sync.v1.Hello;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.SnapshotChunk;
import dev.guidon.proto.sync.v1.SyncMode;
import java.util.ArrayList;
import java.util.List;

/// Frames as a correct server sends them.
public final class TestFrames {

  private TestFrames() {}

  /// An epoch; a greater number is a later one.
  public static ByteString epoch(int number) {
    var bytes = new byte[16];
    bytes[14] = (byte) (number >> 8);
    bytes[15] = (byte) number;
    return ByteString.copyFrom(bytes);
  }

  public static ServerFrame hello(ByteString epoch, long head, SyncMode mode, long ageMillis) {
    return ServerFrame.newBuilder()
        .setHello(
            Hello.newBuilder()
                .setEpoch(epoch)
                .setHeadRevision(head)
                .setMode(mode)
                .setHeartbeatMillis(15_000)
                .setNode("node-1")
                .setAgeMillis(ageMillis))
        .build();
  }

  public static List<ServerFrame> snapshot(EnvironmentState state, long ageMillis) {
    List<ByteString> chunks = Chunks.split(EnvironmentCodec.encodeSnapshot(state.objects()));
    List<ServerFrame> frames = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      var chunk =
          SnapshotChunk.newBuilder()
              .setRevision(state.revision())
              .setIndex(i)
              .setCount(chunks.size())
              .setBytes(chunks.get(i))
              .setAgeMillis(ageMillis);
      if (i == chunks.size() - 1) {
        chunk.setDigest(bytesOf(state.digest()));
      }
      frames.add(ServerFrame.newBuilder().setSnapshot(chunk).build());
    }
    return frames;
  }

  public static List<ServerFrame> delta(
      long previous, EnvironmentDelta delta, EnvironmentState after, long ageMillis) {
    List<ByteString> chunks = Chunks.split(EnvironmentCodec.encodeDelta(delta));
    List<ServerFrame> frames = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      var chunk =
          DeltaChunk.newBuilder()
              .setPreviousRevision(previous)
              .setRevision(after.revision())
              .setIndex(i)
              .setCount(chunks.size())
              .setBytes(chunks.get(i))
              .setAgeMillis(ageMillis);
      if (i == chunks.size() - 1) {
        chunk.setDigest(bytesOf(after.digest()));
      }
      frames.add(ServerFrame.newBuilder().setDelta(chunk).build());
    }
    return frames;
  }

  public static ServerFrame heartbeat(long revision, EnvironmentDigest digest, long ageMillis) {
    return ServerFrame.newBuilder()
        .setHeartbeat(
            Heartbeat.newBuilder()
                .setRevision(revision)
                .setDigest(bytesOf(digest))
                .setAgeMillis(ageMillis))
        .build();
  }

  public static ServerFrame goodbye(int reconnectAfterMillis) {
    return ServerFrame.newBuilder()
        .setGoodbye(
            Goodbye.newBuilder()
                .setReason("draining")
                .setReconnectAfterMillis(reconnectAfterMillis))
        .build();
  }

  public static ByteString bytesOf(EnvironmentDigest digest) {
    return ByteString.copyFrom(digest.toByteArray());
  }
}
