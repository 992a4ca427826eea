// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.RetryInfo;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.ServerFrame.FrameCase;
import dev.guidon.proto.usage.v1.ReportUsageRequest;
import dev.guidon.proto.usage.v1.UsageServiceGrpc;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.TestNode;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Failures that services of this kind have had, on one real node with real streams.
class MuseumStreamIT {

  @RegisterExtension
  static final FlagServerExtension server =
      new FlagServerExtension(Map.of("guidon.grpc.new-streams-per-second", 100_000));

  private TestShop shop;
  private String token;

  @BeforeEach
  void openShop() {
    shop = new TestShop(server.admin());
    token = shop.sdkKey("backend");
    shop.createFlag("checkout");
  }

  @Test
  void m01ChangeBackToWhatItWasReachesALiveStream() {
    try (RawSdk sdk = sdk().watch()) {
      sdk.awaitRevision(shop.turn("checkout", true));
      sdk.awaitRevision(shop.turn("checkout", false));
      sdk.awaitRevision(shop.turn("checkout", true));
      long last = shop.turn("checkout", false);

      sdk.awaitRevision(last);

      assertThat(sdk.revision()).isEqualTo(last);
    }
  }

  @Test
  void m02OneThatLeavesTakesNobodyWithIt() {
    ManagedChannel channel = RawSdk.channel(server.node().grpcPort());
    List<RawSdk> sdks = Stream.generate(() -> RawSdk.on(channel, token)).limit(100).toList();
    try {
      sdks.forEach(RawSdk::watch);
      sdks.forEach(RawSdk::awaitHello);
      sdks.get(37).close();

      long revision = shop.turn("checkout", true);

      List<RawSdk> others = new ArrayList<>(sdks);
      others.remove(37);
      others.forEach(sdk -> sdk.awaitRevision(revision));
    } finally {
      channel.shutdownNow();
    }
  }

  /// Clients come and go, in the middle of a stream's beginning too, while changes are sent to all.
  @Test
  void m04ClientsThatLeaveDuringABroadcastBlockNobody() throws Exception {
    SdkStreams streams = server.bean(SdkStreams.class);
    List<RawSdk> staying = Stream.generate(this::sdk).limit(5).toList();
    staying.forEach(RawSdk::watch);
    staying.forEach(RawSdk::awaitHello);
    var over = new AtomicBoolean();
    List<Thread> leaving =
        Stream.generate(() -> Thread.ofPlatform().start(() -> comeAndGo(over))).limit(4).toList();

    long revision = 0;
    for (int i = 0; i < 200; i++) {
      revision = shop.turn("checkout", i % 2 == 0);
    }
    long last = revision;
    staying.forEach(sdk -> sdk.awaitRevision(last));
    over.set(true);
    for (Thread thread : leaving) {
      thread.join();
    }

    await().until(() -> streams.streamCount() == staying.size());
    staying.forEach(RawSdk::close);
    await().until(() -> streams.streamCount() == 0);
  }

  private void comeAndGo(AtomicBoolean over) {
    ManagedChannel channel = RawSdk.channel(server.node().grpcPort());
    try {
      for (int i = 0; !over.get(); i++) {
        RawSdk sdk = RawSdk.on(channel, token).watch();
        if (i % 3 == 0) {
          sdk.awaitHello();
        }
        sdk.close();
        if (i % 50 == 0) {
          channel.shutdownNow();
          channel = RawSdk.channel(server.node().grpcPort());
        }
      }
    } finally {
      channel.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "guidon_sdk_",
        "guidon_sdk_AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBCCCCCC",
        "admin"
      })
  void m03NoMethodAnswersWithoutAnSdkKey(String shown) {
    String wrong = shown.equals("admin") ? server.adminToken() : shown;
    try (var sdk = new RawSdk(server.node().grpcPort(), wrong)) {
      assertThat(sdk.watch().awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(sdk.frames()).isEmpty();
      assertThatThrownBy(sdk::fetch)
          .isInstanceOfSatisfying(
              StatusRuntimeException.class, MuseumStreamIT::assertUnauthenticated);
    }
    assertThatThrownBy(() -> report(wrong))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, MuseumStreamIT::assertUnauthenticated);
  }

  @Test
  void healthNeedsNoKey() {
    ManagedChannel channel = RawSdk.channel(server.node().grpcPort());
    try {
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void m06WhatWasAnnouncedCanBeReadAtOnce() {
    List<String> readTooOld = Collections.synchronizedList(new ArrayList<>());
    try (RawSdk reader = sdk();
        RawSdk sdk = sdk()) {
      sdk.onApplied(announced -> {
        reader.fetch();
        if (reader.revision() < announced) {
          readTooOld.add(reader.revision() + " after " + announced);
        }
      });
      sdk.watch();
      long revision = 0;
      for (int i = 0; i < 20; i++) {
        revision = shop.turn("checkout", i % 2 == 0);
      }
      sdk.awaitRevision(revision);
    }

    assertThat(readTooOld).isEmpty();
  }

  /// With grpc-java's own setting the fourth ping ends the connection.
  @Test
  void m07ClientMayPingEveryFewSeconds() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.node().grpcPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(frame(0x4, 0, new byte[0]));
      out.flush();
      var in = new DataInputStream(socket.getInputStream());
      for (int i = 0; i < 5; i++) {
        out.write(frame(0x6, 0, new byte[8]));
        out.flush();
        assertThat(nextOf(in, 0x6)).as("ping %d", i).isTrue();
        if (i < 4) {
          pause(5_100);
        }
      }
    }
  }

  /// The pause is what is tested: pings this far apart are allowed.
  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static byte[] frame(int type, int flags, byte[] payload) {
    byte[] frame = new byte[9 + payload.length];
    frame[2] = (byte) payload.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    System.arraycopy(payload, 0, frame, 9, payload.length);
    return frame;
  }

  /// Whether a frame of this type comes before the connection ends.
  private static boolean nextOf(DataInputStream in, int type) throws IOException {
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int found = in.readUnsignedByte();
      in.skipNBytes(5L + length);
      if (found == type) {
        return true;
      }
      assertThat(found).as("GOAWAY").isNotEqualTo(0x7);
    }
  }

  @Test
  void m12ClientTooManyIsRefusedAndTheOthersStay() {
    try (TestNode small = TestNode.start(server.database(), Map.of("guidon.grpc.connections", 3))) {
      List<RawSdk> sdks =
          Stream.generate(() -> new RawSdk(small.grpcPort(), token)).limit(3).toList();
      sdks.forEach(RawSdk::watch);
      sdks.forEach(RawSdk::awaitHello);

      try (RawSdk another = new RawSdk(small.grpcPort(), token).watch()) {
        assertThat(another.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        long revision = shop.turn("checkout", true);
        sdks.forEach(sdk -> sdk.awaitRevision(revision));
      }

      sdks.get(0).close();
      assertThat(comesIn(small)).isTrue();
      sdks.forEach(RawSdk::close);
    }
  }

  private boolean comesIn(TestNode node) {
    for (int i = 0; i < 50; i++) {
      try (RawSdk another = new RawSdk(node.grpcPort(), token)) {
        another.fetch();
        return true;
      } catch (StatusRuntimeException e) {
        pause(100);
      }
    }
    return false;
  }

  @Test
  void streamsThatBeginTooFastAreToldWhenToComeBackBeforeTheirKeyIsLookedAt() {
    try (TestNode slow =
            TestNode.start(server.database(), Map.of("guidon.grpc.new-streams-per-second", 1));
        RawSdk first = new RawSdk(slow.grpcPort(), token).watch()) {
      first.awaitHello();
      List<RawSdk> others =
          Stream.generate(() -> new RawSdk(slow.grpcPort(), "no key at all")).limit(20).toList();
      others.forEach(RawSdk::watch);

      List<RawSdk> refused =
          others.stream()
              .filter(sdk -> sdk.awaitEnd().getCode() == Status.Code.UNAVAILABLE)
              .toList();

      assertThat(refused).hasSizeGreaterThan(5);
      assertThat(refused)
          .allSatisfy(
              sdk -> assertThat(retrySeconds(sdk.awaitEnd(), sdk.trailers())).isBetween(1L, 10L));
      others.forEach(RawSdk::close);
    }
  }

  private static long retrySeconds(Status status, Metadata trailers) {
    try {
      return StatusProto.fromStatusAndTrailers(status, trailers)
          .getDetails(0)
          .unpack(RetryInfo.class)
          .getRetryDelay()
          .getSeconds();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void clientThatReadsNothingHoldsUpNobodyAndCatchesUpByOneChange() {
    try (RawSdk slow = sdk();
        RawSdk quick = sdk().watch()) {
      slow.watch().awaitRevision(1);
      slow.stopReading();
      long revision = 0;
      for (int i = 0; i < 300; i++) {
        revision = shop.turn("checkout", i % 2 == 0);
      }
      quick.awaitRevision(revision);
      assertThat(slow.revision()).isLessThan(revision);

      slow.readOn();

      slow.awaitRevision(revision);
    }
  }

  @Test
  void hundredsOfChangesInASecondAllArriveInOrder() {
    try (RawSdk sdk = sdk().watch()) {
      sdk.awaitHello();
      long revision = 0;
      for (int i = 0; i < 200; i++) {
        revision = shop.turn("checkout", i % 2 == 0);
      }

      sdk.awaitRevision(revision);

      assertThat(sdk.revision()).isEqualTo(revision);
    }
  }

  @Test
  void deletedFlagThatIsCreatedAnewIsTheNewOne() {
    try (RawSdk live = sdk().watch();
        RawSdk away = sdk().watch()) {
      away.awaitRevision(shop.turn("checkout", true));
      away.disconnect();
      shop.deleteFlag("checkout");
      shop.createFlag("checkout");
      long revision = shop.turn("checkout", true);

      live.awaitRevision(revision);
      try (RawSdk back = away.movedTo(server.node().grpcPort()).watch()) {
        back.awaitRevision(revision);
        assertThat(kinds(back)).startsWith(FrameCase.HELLO).doesNotContain(FrameCase.SNAPSHOT);
        assertThat(back.sdk().digest()).isEqualTo(live.sdk().digest());
      }
    }
  }

  @Test
  void streamsOfARevokedKeyEndAndOthersGoOn() {
    String other = shop.sdkKey("other");
    try (RawSdk revoked = sdk().watch();
        RawSdk kept = new RawSdk(server.node().grpcPort(), other).watch()) {
      revoked.awaitHello();
      kept.awaitHello();

      shop.revoke("backend");

      assertThat(revoked.awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      kept.awaitRevision(shop.turn("checkout", true));
      assertThat(revoked.watch().awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void clientThatBreaksTheProtocolIsToldWhy() {
    try (RawSdk sdk = sdk().watch()) {
      sdk.awaitHello();
      sdk.subscribeAgain();

      Status status = sdk.awaitEnd();

      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription())
          .isEqualTo("subscribe: sent twice (expected: once, first)");
    }
  }

  @Test
  void nodeThatStopsSaysGoodbye() {
    TestNode leaving = TestNode.start(server.database(), Map.of("guidon.grpc.farewell", "10s"));
    try (RawSdk sdk = new RawSdk(leaving.grpcPort(), token).watch()) {
      sdk.awaitRevision(1);

      leaving.close();

      sdk.awaitEnd();
      ServerFrame last = sdk.frames().getLast();
      assertThat(last.getFrameCase()).isEqualTo(FrameCase.GOODBYE);
      assertThat(last.getGoodbye().getReconnectAfterMillis()).isBetween(0, 10_000);
    }
  }

  @Test
  void howManySdksServeTheNewestRevisionIsKnown() {
    try (RawSdk one = sdk().watch();
        RawSdk two = sdk().watch()) {
      long revision = shop.turn("checkout", true);
      one.awaitRevision(revision);
      two.awaitRevision(revision);

      await()
          .untilAsserted(() -> {
            var answer = server.admin().get(shop.environment() + "/sdks");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("/connected")).isEqualTo(2.0);
            assertThat(answer.at("/converged")).isEqualTo(2.0);
            assertThat(answer.at("/revision")).isEqualTo((double) revision);
            assertThat(answer.at("/byRevision")).asString().contains("\"count\":2");
          });
    }
  }

  private RawSdk sdk() {
    return new RawSdk(server.node().grpcPort(), token);
  }

  private static List<FrameCase> kinds(RawSdk sdk) {
    return sdk.frames().stream().map(ServerFrame::getFrameCase).toList();
  }

  private static void assertUnauthenticated(StatusRuntimeException refused) {
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  private static void report(String token) {
    ManagedChannel channel = RawSdk.channel(server.node().grpcPort());
    try {
      var headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
      var _ =
          UsageServiceGrpc.newBlockingStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .reportUsage(ReportUsageRequest.newBuilder().setInstance("a").setReport(1).build());
    } finally {
      channel.shutdownNow();
    }
  }
}
