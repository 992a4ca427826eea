// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.TestNode;
import dev.guidon.server.access.SdkKeys;
import dev.guidon.server.platform.ConnectionLimits;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A key that is revoked, by itself or with its environment, is refused by every node as soon as the node hears of it, although each
/// node believes for half a minute what it once read about a key.
class RevocationIT {

  @RegisterExtension static final FlagServerExtension first = new FlagServerExtension();

  /// By whether they hear of changes, or see them by polling alone.
  private static Map<Boolean, TestNode> others;

  private TestShop shop;
  private String token;

  @BeforeAll
  static void startOthers() {
    others =
        Map.of(
            true, TestNode.start(first.database(), Map.of()),
            false, TestNode.start(first.database(), Map.of("guidon.log.listen", false)));
  }

  @AfterAll
  static void stopOthers() {
    others.values().forEach(TestNode::close);
  }

  @BeforeEach
  void openShop() {
    shop = new TestShop(first.admin());
    token = shop.sdkKey("backend");
    shop.createFlag("checkout");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void revokedKeyIsRefusedByAnotherNode(boolean hears) {
    assertRefusedOnceRevoked(others.get(hears), () -> shop.revoke("backend"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keyOfADeletedEnvironmentIsRefusedByAnotherNode(boolean hears) {
    assertRefusedOnceRevoked(others.get(hears), shop::deleteEnvironment);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keyOfADeletedProjectIsRefusedByAnotherNode(boolean hears) {
    assertRefusedOnceRevoked(
        others.get(hears),
        () -> {
          shop.deleteEnvironment();
          shop.deleteProject();
        });
  }

  @Test
  void keyOfADeletedEnvironmentIsRefusedByTheNodeThatDeletedIt() {
    assertRefusedOnceRevoked(first.node(), shop::deleteEnvironment);
  }

  private void assertRefusedOnceRevoked(TestNode node, Runnable revoke) {
    try (RawSdk sdk = new RawSdk(node.grpcPort(), token).watch()) {
      sdk.awaitHello();
      assertThat(ofrep(node)).isEqualTo(200);

      revoke.run();

      assertThat(sdk.awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(sdk.watch().awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(ofrep(node)).isEqualTo(401);
    }
  }

  private int ofrep(TestNode node) {
    return new RestClient(node.uri(), token)
        .post("/ofrep/v1/evaluate/flags/checkout", "{\"context\": {\"targetingKey\": \"ann\"}}")
        .status();
  }

  /// Whoever ends the streams of a key finds only those that are known already.
  @Test
  void streamThatBeginsWhileItsKeyIsRevokedEnds() {
    TestNode node = others.get(true);
    SdkStreams streams = node.bean(SdkStreams.class);
    SdkKeys keys = node.bean(SdkKeys.class);
    var gate =
        new SdkGate(
            shown ->
                keys.authenticate(shown).map(key -> new SdkIdentity(key.id(), key.environmentId())),
            streams,
            new TokenBucket(100, 0),
            node.bean(ConnectionLimits.class),
            node.bean(DeliveryMetrics.class),
            () -> 0);
    var call = new UnconnectedCall();

    gate.interceptCall(
        call,
        authorization(),
        (begun, _) -> {
          UUID id = SdkIdentity.CURRENT.get().keyId();
          shop.revoke("backend");
          keys.forget(id);
          return streams.open(begun, SdkIdentity.CURRENT.get(), false);
        });

    assertThat(call.ended.orTimeout(20, TimeUnit.SECONDS).join().getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  private Metadata authorization() {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return headers;
  }

  /// A call that no connection carries.
  private static final class UnconnectedCall extends ServerCall<ClientFrame, OutboundFrame> {

    private final CompletableFuture<Status> ended = new CompletableFuture<>();

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(OutboundFrame message) {
      throw new AssertionError("a frame before the client said what it holds");
    }

    @Override
    public void close(Status status, Metadata trailers) {
      ended.complete(status);
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.EMPTY;
    }

    @Override
    public MethodDescriptor<ClientFrame, OutboundFrame> getMethodDescriptor() {
      return FlagSyncServiceGrpc.getWatchMethod().toBuilder(
              ClientFrameMarshaller.WATCH, OutboundFrame.MARSHALLER)
          .build();
    }
  }
}
