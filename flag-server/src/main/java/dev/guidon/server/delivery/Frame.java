// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import dev.guidon.codec.Chunks;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.proto.sync.v1.DeltaChunk;
import dev.guidon.proto.sync.v1.Goodbye;
import dev.guidon.proto.sync.v1.Heartbeat;
import dev.guidon.proto.sync.v1.Hello;
import dev.guidon.proto.sync.v1.Resync;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.SnapshotChunk;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.proto.sync.v1.WatchResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// One frame for SDKs, encoded once and sent by every stream that needs it.
///
/// Only the age of the data differs from one sending to the next. It is each message's last field, so all bytes before
/// it are shared and a few bytes around them are made when the frame is sent. Watch and Fetch hold their frame in the
/// same field, so one encoding serves both.
final class Frame {

  private static final int NO_AGE = 0;

  /// Two tags and two lengths before the shared bytes; a tag and a number after them.
  private static final int MOST_BYTES_AROUND = 16;

  private final int field;
  private final byte[] body;
  private final int ageField;

  private Frame(int field, MessageLite message, int ageField) {
    this.field = field;
    this.body = message.toByteArray();
    this.ageField = ageField;
  }

  static Frame hello(
      UUID epoch, long headRevision, SyncMode mode, Duration heartbeat, String node) {
    var message =
        Hello.newBuilder()
            .setEpoch(bytesOf(epoch))
            .setHeadRevision(headRevision)
            .setMode(mode)
            .setHeartbeatMillis(Math.toIntExact(heartbeat.toMillis()))
            .setNode(node)
            .build();
    return new Frame(ServerFrame.HELLO_FIELD_NUMBER, message, Hello.AGE_MILLIS_FIELD_NUMBER);
  }

  /// The pieces of a whole state.
  static List<Frame> snapshot(long revision, EnvironmentDigest digest, ByteString bytes) {
    List<ByteString> chunks = Chunks.split(bytes);
    List<Frame> frames = new ArrayList<>(chunks.size());
    for (int index = 0; index < chunks.size(); index++) {
      var message =
          SnapshotChunk.newBuilder()
              .setRevision(revision)
              .setIndex(index)
              .setCount(chunks.size())
              .setBytes(chunks.get(index));
      if (index == chunks.size() - 1) {
        message.setDigest(bytesOf(digest));
      }
      frames.add(
          new Frame(
              ServerFrame.SNAPSHOT_FIELD_NUMBER,
              message.build(),
              SnapshotChunk.AGE_MILLIS_FIELD_NUMBER));
    }
    return List.copyOf(frames);
  }

  /// The pieces of a change.
  static List<Frame> delta(
      long previousRevision, long revision, EnvironmentDigest digest, ByteString bytes) {
    List<ByteString> chunks = Chunks.split(bytes);
    List<Frame> frames = new ArrayList<>(chunks.size());
    for (int index = 0; index < chunks.size(); index++) {
      var message =
          DeltaChunk.newBuilder()
              .setPreviousRevision(previousRevision)
              .setRevision(revision)
              .setIndex(index)
              .setCount(chunks.size())
              .setBytes(chunks.get(index));
      if (index == chunks.size() - 1) {
        message.setDigest(bytesOf(digest));
      }
      frames.add(
          new Frame(
              ServerFrame.DELTA_FIELD_NUMBER, message.build(), DeltaChunk.AGE_MILLIS_FIELD_NUMBER));
    }
    return List.copyOf(frames);
  }

  static Frame heartbeat(long revision, EnvironmentDigest digest) {
    var message = Heartbeat.newBuilder().setRevision(revision).setDigest(bytesOf(digest)).build();
    return new Frame(
        ServerFrame.HEARTBEAT_FIELD_NUMBER, message, Heartbeat.AGE_MILLIS_FIELD_NUMBER);
  }

  static Frame resync(String reason) {
    var message = Resync.newBuilder().setReason(reason).build();
    return new Frame(ServerFrame.RESYNC_FIELD_NUMBER, message, NO_AGE);
  }

  static Frame goodbye(String reason, Duration reconnectAfter) {
    var message =
        Goodbye.newBuilder()
            .setReason(reason)
            .setReconnectAfterMillis(Math.toIntExact(reconnectAfter.toMillis()))
            .build();
    return new Frame(ServerFrame.GOODBYE_FIELD_NUMBER, message, NO_AGE);
  }

  /// The number of bytes that streams share.
  int size() {
    return body.length;
  }

  /// The message as it is sent when the data is this old.
  InputStream encode(long ageMillis) {
    byte[] tail =
        encode(out -> {
          if (ageField != NO_AGE) {
            out.writeUInt64(ageField, ageMillis);
          }
        });
    int frameSize = body.length + tail.length;
    int messageSize =
        CodedOutputStream.computeTagSize(field)
            + CodedOutputStream.computeUInt32SizeNoTag(frameSize)
            + frameSize;
    byte[] head =
        encode(out -> {
          startMessage(out, WatchResponse.FRAME_FIELD_NUMBER, messageSize);
          startMessage(out, field, frameSize);
        });
    return new EncodedFrame(head, body, tail);
  }

  private interface Encoding {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] encode(Encoding encoding) {
    byte[] room = new byte[MOST_BYTES_AROUND];
    CodedOutputStream out = CodedOutputStream.newInstance(room);
    try {
      encoding.writeTo(out);
    } catch (IOException e) {
      throw new IllegalStateException("an array takes what fits into it", e);
    }
    return Arrays.copyOf(room, out.getTotalBytesWritten());
  }

  private static void startMessage(CodedOutputStream out, int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private static ByteString bytesOf(UUID id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip());
  }

  private static ByteString bytesOf(EnvironmentDigest digest) {
    return ByteString.copyFrom(digest.toByteArray());
  }
}
