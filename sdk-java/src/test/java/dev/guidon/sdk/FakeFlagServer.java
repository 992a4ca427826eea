// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import com.google.protobuf.ByteString;
import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.proto.sync.v1.Ack;
import dev.guidon.proto.sync.v1.FetchRequest;
import dev.guidon.proto.sync.v1.FetchResponse;
import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc.FlagSyncServiceImplBase;
import dev.guidon.proto.sync.v1.Nack;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.proto.sync.v1.WatchRequest;
import dev.guidon.proto.sync.v1.WatchResponse;
import dev.guidon.proto.usage.v1.ReportUsageRequest;
import dev.guidon.proto.usage.v1.ReportUsageResponse;
import dev.guidon.proto.usage.v1.UsageServiceGrpc.UsageServiceImplBase;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server of one environment on a real port, without a database. Keeps the contract of the stream, except where a test
/// tells it not to.
public final class FakeFlagServer implements AutoCloseable {

  public static final String SDK_KEY = "guidon_sdk_test";

  private final List<StreamObserver<WatchResponse>> streams = new ArrayList<>();
  private final List<Subscribe> subscriptions = new CopyOnWriteArrayList<>();
  private final List<Ack> acks = new CopyOnWriteArrayList<>();
  private final List<Nack> nacks = new CopyOnWriteArrayList<>();
  private final List<ReportUsageRequest> reports = new CopyOnWriteArrayList<>();

  private ByteString epoch = TestFrames.epoch(1);
  private EnvironmentState state = EnvironmentState.of(1, List.of()).state();
  private volatile Status refusal;
  private volatile boolean streamsRefused;
  private volatile Status usageRefusal;
  private final AtomicInteger fetches = new AtomicInteger();
  private Server server;
  private int port;

  public static FakeFlagServer start() {
    var fake = new FakeFlagServer();
    fake.listen(0);
    return fake;
  }

  private void listen(int wantedPort) {
    try {
      server =
          Grpc.newServerBuilderForPort(wantedPort, InsecureServerCredentials.create())
              .addService(new Sync())
              .addService(new Usage())
              .intercept(new Door())
              .build()
              .start();
      port = server.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public GuidonClientBuilder clientBuilder() {
    return GuidonClient.builder().address(address()).plaintext().sdkKey(SDK_KEY);
  }

  public List<Subscribe> subscriptions() {
    return subscriptions;
  }

  public List<Ack> acks() {
    return acks;
  }

  public List<Nack> nacks() {
    return nacks;
  }

  public List<ReportUsageRequest> reports() {
    return reports;
  }

  public int fetches() {
    return fetches.get();
  }

  public synchronized EnvironmentState state() {
    return state;
  }

  /// Changes the environment and tells everybody. Numbers skip, as revisions do.
  public synchronized void put(DefinitionObject... objects) {
    change(new EnvironmentDelta(List.of(objects), List.of()));
  }

  public synchronized void delete(DefinitionName... names) {
    change(new EnvironmentDelta(List.of(), List.of(names)));
  }

  private void change(EnvironmentDelta delta) {
    EnvironmentState before = state;
    state = state.apply(delta, state.revision() + 3).state();
    TestFrames.delta(before.revision(), delta, state, 0).forEach(this::sendToAll);
  }

  /// Changes the environment and tells nobody.
  public synchronized void putSilently(DefinitionObject... objects) {
    state =
        state
            .apply(new EnvironmentDelta(List.of(objects), List.of()), state.revision() + 1)
            .state();
  }

  public synchronized void sendToAll(ServerFrame frame) {
    for (StreamObserver<WatchResponse> stream : List.copyOf(streams)) {
      try {
        stream.onNext(WatchResponse.newBuilder().setFrame(frame).build());
      } catch (RuntimeException e) {
        streams.remove(stream);
      }
    }
  }

  /// As after restoring a backup.
  public synchronized void beginEpoch(int number, DefinitionObject... objects) {
    epoch = TestFrames.epoch(number);
    state = EnvironmentState.of(1, List.of(objects)).state();
  }

  /// Refuses every call from now on; null: none.
  public void refuse(Status status) {
    refusal = status;
  }

  /// Refuses streams but answers fetches, as some proxies make it look.
  public void refuseStreams(boolean refused) {
    streamsRefused = refused;
  }

  public void refuseUsage(Status status) {
    usageRefusal = status;
  }

  public synchronized void endStreams() {
    for (StreamObserver<WatchResponse> stream : List.copyOf(streams)) {
      try {
        stream.onError(Status.UNAVAILABLE.withDescription("ended by the test").asException());
      } catch (RuntimeException e) {
        streams.remove(stream);
      }
    }
    streams.clear();
  }

  /// As after `kill -9`: connections break, the port is closed.
  public void stop() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      streams.clear();
    }
  }

  /// Comes back on the same port.
  public void startAgain() {
    listen(port);
  }

  @Override
  public void close() {
    stop();
  }

  private synchronized List<ServerFrame> answer(Subscribe subscribe) {
    boolean sameEpoch = subscribe.getEpoch().equals(epoch);
    boolean current =
        sameEpoch
            && subscribe.getRevision() == state.revision()
            && subscribe.getDigest().equals(TestFrames.bytesOf(state.digest()));
    List<ServerFrame> frames = new ArrayList<>();
    if (current) {
      frames.add(TestFrames.hello(epoch, state.revision(), SyncMode.SYNC_MODE_CURRENT, 0));
    } else {
      frames.add(TestFrames.hello(epoch, state.revision(), SyncMode.SYNC_MODE_SNAPSHOT, 0));
      frames.addAll(TestFrames.snapshot(state, 0));
    }
    return frames;
  }

  private final class Sync extends FlagSyncServiceImplBase {

    @Override
    public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> responses) {
      return new StreamObserver<>() {
        @Override
        public void onNext(WatchRequest request) {
          switch (request.getFrameCase()) {
            case SUBSCRIBE -> subscribe(request.getSubscribe());
            case ACK -> acks.add(request.getAck());
            case NACK -> nacks.add(request.getNack());
            default -> {}
          }
        }

        private void subscribe(Subscribe subscribe) {
          subscriptions.add(subscribe);
          if (streamsRefused) {
            responses.onError(Status.UNAVAILABLE.withDescription("no streams").asException());
            return;
          }
          synchronized (FakeFlagServer.this) {
            for (ServerFrame frame : answer(subscribe)) {
              responses.onNext(WatchResponse.newBuilder().setFrame(frame).build());
            }
            streams.add(responses);
          }
        }

        @Override
        public void onError(Throwable t) {
          synchronized (FakeFlagServer.this) {
            streams.remove(responses);
          }
        }

        @Override
        public void onCompleted() {
          synchronized (FakeFlagServer.this) {
            if (streams.remove(responses)) {
              responses.onCompleted();
            }
          }
        }
      };
    }

    @Override
    public void fetch(FetchRequest request, StreamObserver<FetchResponse> responses) {
      fetches.incrementAndGet();
      for (ServerFrame frame : answer(request.getSubscribe())) {
        responses.onNext(FetchResponse.newBuilder().setFrame(frame).build());
      }
      responses.onCompleted();
    }
  }

  private final class Usage extends UsageServiceImplBase {
    @Override
    public void reportUsage(
        ReportUsageRequest request, StreamObserver<ReportUsageResponse> responses) {
      reports.add(request);
      Status refused = usageRefusal;
      if (refused != null) {
        responses.onError(refused.asException());
        return;
      }
      responses.onNext(ReportUsageResponse.getDefaultInstance());
      responses.onCompleted();
    }
  }

  private final class Door implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      Status refused = refusal;
      if (refused == null && !("Bearer " + SDK_KEY).equals(headers.get(AUTHORIZATION))) {
        refused = Status.UNAUTHENTICATED.withDescription("unknown SDK key");
      }
      if (refused != null) {
        call.close(refused, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }
}
