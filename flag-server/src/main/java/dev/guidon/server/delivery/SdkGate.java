// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.server.delivery.DeliveryMetrics.RefusedFor;
import dev.guidon.server.platform.ConnectionLimits;
import dev.guidon.server.platform.MonotonicClock;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every call passes here first, streaming or not: is there room for it, whose is it, may it go on.
///
/// In that order, so that a flood is turned away before it costs a look at a key.
final class SdkGate implements ServerInterceptor {

  private static final Logger log = LoggerFactory.getLogger(SdkGate.class);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  private final Function<String, Optional<SdkIdentity>> keys;
  private final SdkStreams streams;
  private final TokenBucket newStreams;
  private final ConnectionLimits connections;
  private final DeliveryMetrics metrics;
  private final MonotonicClock clock;
  private volatile boolean draining;

  /// @param keys finds whose a token is; may wait for the database, and throws when it cannot be asked
  SdkGate(
      Function<String, Optional<SdkIdentity>> keys,
      SdkStreams streams,
      TokenBucket newStreams,
      ConnectionLimits connections,
      DeliveryMetrics metrics,
      MonotonicClock clock) {
    this.keys = keys;
    this.streams = streams;
    this.newStreams = newStreams;
    this.connections = connections;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// Lets nobody in any more.
  void drain() {
    draining = true;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    MethodDescriptor<Q, R> method = call.getMethodDescriptor();
    switch (GrpcAccess.of(method)) {
      case OPEN -> {
        return next.startCall(call, headers);
      }
      case SDK_STREAM -> {
        if (draining) {
          return later(call, RefusedFor.DRAINING, "the node stops");
        }
        if (!streams.hasSnapshotPlace()) {
          return later(call, RefusedFor.SNAPSHOTS, "too many snapshots are being sent");
        }
        if (!newStreams.tryTake(clock.nanos())) {
          return later(call, RefusedFor.RATE, "too many streams begin");
        }
      }
      case SDK -> {}
    }
    return authenticate(call, headers, next);
  }

  private <Q, R> ServerCall.Listener<Q> authenticate(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Optional<SdkIdentity> client;
    try {
      client = token(headers).flatMap(keys);
    } catch (RuntimeException e) {
      log.debug("A key could not be looked up", e);
      return later(call, RefusedFor.DATABASE, "the key cannot be looked up now");
    }
    if (client.isEmpty()) {
      return refuse(
          call,
          RefusedFor.KEY,
          Status.UNAUTHENTICATED.withDescription(
              "authorization: not a valid SDK key (expected: Bearer guidon_sdk_…)"));
    }
    if (call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
            instanceof InetSocketAddress remote
        && !connections.authenticated(remote, client.get().keyId())) {
      return refuse(
          call,
          RefusedFor.CONNECTIONS,
          Status.RESOURCE_EXHAUSTED.withDescription("too many connections with this SDK key"));
    }
    ServerCall.Listener<Q> listener =
        Contexts.interceptCall(
            Context.current().withValue(SdkIdentity.CURRENT, client.get()), call, headers, next);
    expelIfRevokedMeanwhile(headers, client.get());
    return listener;
  }

  /// Whoever revoked the key between our look at it and the stream's being known did not find the stream.
  private void expelIfRevokedMeanwhile(Metadata headers, SdkIdentity client) {
    boolean holds;
    try {
      holds = token(headers).flatMap(keys).isPresent();
    } catch (RuntimeException e) {
      // It was there a moment ago and is not any more, and the database cannot say why.
      holds = false;
    }
    if (!holds) {
      streams.expel(known -> known.keyId().equals(client.keyId()));
    }
  }

  private static Optional<String> token(Metadata headers) {
    String value = headers.get(AUTHORIZATION);
    return value != null && value.startsWith(BEARER)
        ? Optional.of(value.substring(BEARER.length()))
        : Optional.empty();
  }

  private <Q, R> ServerCall.Listener<Q> later(
      ServerCall<Q, R> call, RefusedFor reason, String message) {
    metrics.refused(reason);
    Refusal.tryLater(call, message);
    return new ServerCall.Listener<>() {};
  }

  private <Q, R> ServerCall.Listener<Q> refuse(
      ServerCall<Q, R> call, RefusedFor reason, Status status) {
    metrics.refused(reason);
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
