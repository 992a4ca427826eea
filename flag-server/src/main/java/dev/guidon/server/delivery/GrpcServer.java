// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.server.platform.ConnectionLimits;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gRPC port, with every setting that grpc-java has for keeping it healthy.
///
/// What differs from grpc-java's own choice differs for a reason that docs/api/grpc.md gives.
public final class GrpcServer {

  private static final Logger log = LoggerFactory.getLogger(GrpcServer.class);

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);
  private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(10);
  private static final Duration SILENCE = KEEP_ALIVE.plus(KEEP_ALIVE_ANSWER).plusSeconds(5);
  private static final Duration PERMITTED_CLIENT_KEEP_ALIVE = Duration.ofSeconds(5);
  private static final Duration CONNECTION_AGE_GRACE = Duration.ofSeconds(30);
  private static final Duration CONNECTION_IDLE = Duration.ofMinutes(5);
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final int MAX_MESSAGE = 1024 * 1024;
  private static final int MAX_METADATA = 16 * 1024;
  private static final int MAX_CALLS_PER_CONNECTION = 100;
  private static final int MAX_RESETS = 200;
  private static final int RESETS_WINDOW_SECONDS = 30;
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final GrpcConfiguration configuration;
  private final ServerCredentials credentials;
  private final SdkStreams streams;
  private final SdkGate gate;
  private final ConnectionLimits connections;
  private final List<ServerServiceDefinition> services;
  private final HealthStatusManager health = new HealthStatusManager();
  private final EventLoopGroup acceptor =
      new NioEventLoopGroup(1, new DefaultThreadFactory("guidon-grpc-accept", true));
  private final EventLoopGroup workers =
      new NioEventLoopGroup(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          new DefaultThreadFactory("guidon-grpc", true));

  /// Calls may wait, for a key or an environment that must come from the database.
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("guidon-call-", 0).factory());

  private final Server server;

  GrpcServer(
      GrpcConfiguration configuration,
      ServerCredentials credentials,
      SdkStreams streams,
      SdkGate gate,
      ConnectionLimits connections,
      ServerServiceDefinition sync,
      List<BindableService> others) {
    this.configuration = configuration;
    this.credentials = credentials;
    this.streams = streams;
    this.gate = gate;
    this.connections = connections;
    this.services = services(sync, others);
    GrpcAccess.requireDeclared(services);
    this.server = build();
  }

  private List<ServerServiceDefinition> services(
      ServerServiceDefinition sync, List<BindableService> others) {
    List<ServerServiceDefinition> all = new ArrayList<>();
    all.add(sync);
    all.add(health.getHealthService().bindService());
    others.forEach(service -> all.add(service.bindService()));
    return List.copyOf(all);
  }

  private Server build() {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(configuration.host(), configuration.port()), credentials)
            .channelFactory(() -> new LimitedServerChannel(connections, SILENCE))
            .bossEventLoopGroup(acceptor)
            .workerEventLoopGroup(workers)
            .executor(calls)
            .callExecutor(WatchCallExecutor.onlyForWatch(calls))
            .intercept(gate)
            .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(KEEP_ALIVE_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(PERMITTED_CLIENT_KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxConnectionAge(configuration.connectionAge().toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionAgeGrace(CONNECTION_AGE_GRACE.toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionIdle(CONNECTION_IDLE.toMillis(), TimeUnit.MILLISECONDS)
            .handshakeTimeout(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS)
            .maxInboundMessageSize(MAX_MESSAGE)
            .maxInboundMetadataSize(MAX_METADATA)
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            .maxRstFramesPerWindow(MAX_RESETS, RESETS_WINDOW_SECONDS);
    services.forEach(builder::addService);
    return builder.build();
  }

  void start() throws IOException {
    // First: a stream that is let in hears of every revision.
    streams.start();
    server.start();
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
    log.info("Streams to SDKs on {}:{}", configuration.host(), port());
  }

  /// The port that was taken.
  public int port() {
    return server.getPort();
  }

  /// Lets nobody in, asks the clients to go, then closes. Takes a second or two.
  void stop() {
    health.enterTerminalState();
    gate.drain();
    streams.leave(configuration.farewell());
    try {
      // GOAWAY comes after the farewells, which go through the same connections.
      streams.awaitEmpty(LAST_WORDS);
      server.shutdown();
      if (!server.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    } finally {
      streams.close();
      calls.shutdown();
      var _ = acceptor.shutdownGracefully(0, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      var _ = workers.shutdownGracefully(0, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
