// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.proto.sync.v1.Ack;
import dev.guidon.proto.sync.v1.FetchRequest;
import dev.guidon.proto.sync.v1.Ping;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.WatchRequest;
import java.io.ByteArrayInputStream;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClientFrameMarshallerTest {

  @Test
  void subscribeOfWhoHoldsNothing() {
    assertThat(read(WatchRequest.newBuilder().setSubscribe(subscribe())))
        .isEqualTo(
            new ClientFrame.Subscribe(new Subscription(Held.NOTHING, "guidon-java/1", "abc")));
  }

  @Test
  void subscribeOfWhoHoldsAState() {
    UUID epoch = UUID.fromString("01990000-0000-7000-8000-000000000001");
    var frame =
        subscribe()
            .setEpoch(ByteString.fromHex("01990000000070008000000000000001"))
            .setRevision(9)
            .setDigest(ByteString.copyFrom(new byte[32]));

    assertThat(read(WatchRequest.newBuilder().setSubscribe(frame)))
        .extracting(subscribed -> ((ClientFrame.Subscribe) subscribed).subscription().held())
        .isEqualTo(new Held(epoch, 9, EnvironmentDigest.ZERO));
  }

  @Test
  void fetchAsksTheSame() {
    byte[] bytes = FetchRequest.newBuilder().setSubscribe(subscribe()).build().toByteArray();

    assertThat(ClientFrameMarshaller.FETCH.parse(new ByteArrayInputStream(bytes)))
        .isInstanceOf(ClientFrame.Subscribe.class);
  }

  @Test
  void problemNamesTheFieldTheValueAndWhatWasExpected() {
    assertProblem(
        WatchRequest.newBuilder()
            .setSubscribe(subscribe().setEpoch(ByteString.copyFrom(new byte[5]))),
        "epoch: 5 bytes (expected: 16, or none)");
    assertProblem(
        WatchRequest.newBuilder()
            .setSubscribe(subscribe().setEpoch(ByteString.copyFrom(new byte[16])).setRevision(1)),
        "digest: 0 bytes (expected: 32)");
    assertProblem(
        WatchRequest.newBuilder().setSubscribe(subscribe().setSchema(0)),
        "schema: 0 (expected: 1 or more)");
    assertProblem(
        WatchRequest.newBuilder().setAck(Ack.newBuilder().setRevision(-1)),
        "revision: 18446744073709551615 (expected: at most 9223372036854775807)");
    assertProblem(
        WatchRequest.newBuilder().setSubscribe(subscribe().setSdk("x".repeat(257))),
        "sdk: 257 characters (expected: at most 256)");
    assertProblem(
        WatchRequest.newBuilder(), "frame: none (expected: subscribe, ack, nack or ping)");
  }

  @Test
  void frameAbove64KibIsNotRead() {
    var big = Subscribe.newBuilder().setSchema(1).setSdk("x".repeat(70_000));

    assertThat(read(WatchRequest.newBuilder().setSubscribe(big)))
        .isEqualTo(
            new ClientFrame.Unreadable(
                "frame: not readable (expected: a message of at most 65536 bytes)"));
  }

  @Test
  void garbageIsAProblemAndNotAFailure() {
    assertThat(ClientFrameMarshaller.WATCH.parse(new ByteArrayInputStream(new byte[] {-1, -1})))
        .isInstanceOf(ClientFrame.Unreadable.class);
  }

  @Test
  void lineBreaksDoNotReachTheLog() {
    var frame = subscribe().setSdk("evil\n2026-01-01 ERROR all is lost");

    assertThat(read(WatchRequest.newBuilder().setSubscribe(frame)).toString()).doesNotContain("\n");
  }

  @Test
  void pingIsAPing() {
    assertThat(read(WatchRequest.newBuilder().setPing(Ping.getDefaultInstance())))
        .isEqualTo(new ClientFrame.Ping());
  }

  private static Subscribe.Builder subscribe() {
    return Subscribe.newBuilder().setSchema(1).setSdk("guidon-java/1").setInstance("abc");
  }

  private static void assertProblem(WatchRequest.Builder request, String problem) {
    assertThat(read(request)).isEqualTo(new ClientFrame.Unreadable(problem));
  }

  private static ClientFrame read(WatchRequest.Builder request) {
    return ClientFrameMarshaller.WATCH.parse(
        new ByteArrayInputStream(request.build().toByteArray()));
  }
}
