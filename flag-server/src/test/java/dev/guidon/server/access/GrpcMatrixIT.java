// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static dev.guidon.server.access.TestAccess.made;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc;
import dev.guidon.proto.usage.v1.UsageServiceGrpc;
import dev.guidon.server.FlagServerExtension;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every method of the SDKs' services, asked with every kind of token but theirs.
class GrpcMatrixIT {

  @RegisterExtension
  static final FlagServerExtension server =
      new FlagServerExtension(Map.of("guidon.access.failures-per-minute", 1_000_000));

  @Test
  void noMethodTakesATokenThatManages() throws Exception {
    var access =
        new TestAccess(server.uri(), server.admin())
            .withProjects()
            .user("ada")
            .grant("ada", "admin", "");
    made(server.admin().post("/api/v1/service-accounts", "{\"key\": \"ci\"}"));
    Map<String, String> tokens =
        Map.of(
            "of a user", access.token("\"user\": \"ada\"", ""),
            "of a service account", access.token("\"serviceAccount\": \"ci\"", ""),
            "of the first start", server.adminToken(),
            "unknown", Token.make(Token.Kind.SDK, new SecureRandom()).reveal(),
            "none", "");
    List<String> open = new ArrayList<>();

    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.node().grpcPort())
            .usePlaintext()
            .build();
    try {
      for (MethodDescriptor<?, ?> method : methods()) {
        for (Map.Entry<String, String> token : tokens.entrySet()) {
          Status status = call(channel, method, token.getValue());
          if (status.getCode() != Status.Code.UNAUTHENTICATED) {
            open.add(method.getFullMethodName() + ", token " + token.getKey() + ": " + status);
          }
        }
      }
    } finally {
      channel.shutdownNow();
    }

    assertThat(open).isEmpty();
  }

  private static List<MethodDescriptor<?, ?>> methods() {
    List<MethodDescriptor<?, ?>> methods =
        Stream.of(
                FlagSyncServiceGrpc.getServiceDescriptor(), UsageServiceGrpc.getServiceDescriptor())
            .map(service -> service.getMethods())
            .<MethodDescriptor<?, ?>>flatMap(Collection::stream)
            .toList();
    assertThat(methods).hasSizeGreaterThan(2);
    return methods;
  }

  private static <Q, A> Status call(
      ManagedChannel channel, MethodDescriptor<Q, A> method, String token) throws Exception {
    var headers = new Metadata();
    if (!token.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }
    var ended = new CompletableFuture<Status>();
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        headers);
    call.request(1);
    @SuppressWarnings("unchecked") // the marshaller's own prototype
    Q empty =
        (Q)
            ((PrototypeMarshaller<? extends Message>) method.getRequestMarshaller())
                .getMessagePrototype();
    call.sendMessage(empty);
    call.halfClose();
    return ended.get(10, TimeUnit.SECONDS);
  }
}
