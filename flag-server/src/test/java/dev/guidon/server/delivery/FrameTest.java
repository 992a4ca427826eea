// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.proto.sync.v1.DeltaChunk;
import dev.guidon.proto.sync.v1.FetchResponse;
import dev.guidon.proto.sync.v1.Heartbeat;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.proto.sync.v1.WatchResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameTest {

  private static final UUID EPOCH = UUID.fromString("01990000-0000-7000-8000-000000000001");

  @Test
  void oneEncodingReadsAsTheAnswerOfBothMethods() throws IOException {
    Frame frame = Frame.hello(EPOCH, 42, SyncMode.SYNC_MODE_DELTA, Duration.ofSeconds(15), "a");

    ServerFrame ofWatch = WatchResponse.parseFrom(frame.encode(5)).getFrame();
    ServerFrame ofFetch = FetchResponse.parseFrom(frame.encode(5)).getFrame();

    assertThat(ofWatch).isEqualTo(ofFetch);
    assertThat(ofWatch.getHello().getHeadRevision()).isEqualTo(42);
    assertThat(ofWatch.getHello().getHeartbeatMillis()).isEqualTo(15_000);
    assertThat(TestSdk.uuid(ofWatch.getHello().getEpoch())).isEqualTo(EPOCH);
    assertThat(ofWatch.getHello().getAgeMillis()).isEqualTo(5);
  }

  @Test
  void ageIsThatOfTheSendingAndAllElseIsTheSame() throws IOException {
    Frame frame = Frame.heartbeat(7, EnvironmentDigest.ZERO);

    for (long age : List.of(0L, 1L, 127L, 128L, 300_000L, Long.MAX_VALUE)) {
      Heartbeat heartbeat = WatchResponse.parseFrom(frame.encode(age)).getFrame().getHeartbeat();

      assertThat(heartbeat)
          .isEqualTo(
              Heartbeat.newBuilder()
                  .setRevision(7)
                  .setDigest(ByteString.copyFrom(new byte[32]))
                  .setAgeMillis(age)
                  .build());
    }
  }

  @Test
  void deltaIsCutIntoPiecesAndOnlyTheLastHasTheDigest() throws IOException {
    ByteString bytes = ByteString.copyFrom(new byte[600 * 1024]);

    List<Frame> frames = Frame.delta(3, 9, EnvironmentDigest.ZERO, bytes);

    List<DeltaChunk> chunks = new ArrayList<>();
    for (Frame frame : frames) {
      chunks.add(WatchResponse.parseFrom(frame.encode(1)).getFrame().getDelta());
    }
    assertThat(chunks).extracting(DeltaChunk::getIndex).containsExactly(0, 1, 2);
    assertThat(chunks).allMatch(chunk -> chunk.getCount() == 3 && chunk.getAgeMillis() == 1);
    assertThat(chunks).allMatch(chunk -> chunk.getBytes().size() <= 256 * 1024);
    assertThat(chunks)
        .allMatch(chunk -> chunk.getPreviousRevision() == 3 && chunk.getRevision() == 9);
    assertThat(chunks).extracting(chunk -> chunk.getDigest().size()).containsExactly(0, 0, 32);
  }

  @Test
  void transportIsToldTheLengthAndGetsTheSameBytesHoweverItReads() throws IOException {
    Frame frame = Frame.goodbye("the node stops", Duration.ofSeconds(3));
    byte[] whole = frame.encode(0).readAllBytes();

    var drained = new ByteArrayOutputStream();
    EncodedFrame byDraining = (EncodedFrame) frame.encode(0);
    assertThat(byDraining.available()).isEqualTo(whole.length);
    assertThat(byDraining.drainTo(drained)).isEqualTo(whole.length);
    assertThat(byDraining.available()).isZero();

    var single = new ByteArrayOutputStream();
    var byByte = frame.encode(0);
    for (int next = byByte.read(); next >= 0; next = byByte.read()) {
      single.write(next);
    }

    assertThat(drained.toByteArray()).isEqualTo(whole);
    assertThat(single.toByteArray()).isEqualTo(whole);
  }
}
