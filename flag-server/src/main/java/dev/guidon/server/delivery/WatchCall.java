// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.server.delivery.Ending.Cause;
import dev.guidon.server.failpoint.Failpoint;
import dev.guidon.server.platform.MonotonicClock;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call of Watch or Fetch: joins gRPC's callbacks to a {@link WatchStream}, which knows nothing of them.
///
/// Everything that happens to a call leaves a mark in a field and calls {@link #signal}; the work is then done on the
/// executor, by one thread at a time, without a lock, and never waits. Nothing is queued: a second signal before the
/// work began only makes it look once more.
final class WatchCall extends ServerCall.Listener<ClientFrame> implements Outbox {

  private static final Logger log = LoggerFactory.getLogger(WatchCall.class);

  /// What a stream is told from outside, once.
  sealed interface Order {
    /// The node stops.
    record Leave(String reason, Duration reconnectAfter) implements Order {}

    /// The key is no longer good.
    record Expel(String reason) implements Order {}
  }

  private final ServerCall<ClientFrame, OutboundFrame> call;
  private final SdkStreams streams;
  private final WatchStream stream;
  private final SdkIdentity client;
  private final Executor executor;
  private final MonotonicClock clock;
  private final boolean once;

  private final AtomicInteger signals = new AtomicInteger();

  /// At most one: the next is asked for when this one has been taken.
  private volatile @Nullable ClientFrame inbound;

  private volatile @Nullable Order order;
  private volatile boolean cancelled;
  private volatile boolean halfClosed;
  private volatile boolean finished;
  private volatile long closedAt = Long.MAX_VALUE;

  WatchCall(
      ServerCall<ClientFrame, OutboundFrame> call,
      SdkStreams streams,
      EnvironmentFeed feed,
      SdkIdentity client,
      boolean once) {
    this.call = call;
    this.streams = streams;
    this.client = client;
    this.executor = streams.executor();
    this.clock = streams.clock();
    this.once = once;
    this.stream =
        new WatchStream(
            feed, streams, streams.rules(), once, streams.random(), this::signal, clock.nanos());
  }

  void start() {
    call.sendHeaders(new Metadata());
    call.request(1);
  }

  WatchStream stream() {
    return stream;
  }

  SdkIdentity client() {
    return client;
  }

  /// When gRPC was told to end the call; `Long.MAX_VALUE` before.
  long closedAt() {
    return closedAt;
  }

  ServerCall<?, ?> call() {
    return call;
  }

  void order(Order order) {
    this.order = order;
    signal();
  }

  /// Looks, soon, whether there is something to do. Cheap, and allowed from any thread.
  void signal() {
    if (signals.getAndIncrement() == 0) {
      executor.execute(this::work);
    }
  }

  private void work() {
    int seen;
    do {
      seen = signals.get();
      try {
        look();
      } catch (RuntimeException e) {
        log.error("A stream of environment {} failed", client.environmentId(), e);
        stream.abandon();
        end(new Ending(Cause.FAILED, "internal error"));
      } finally {
        if (stream.hasEnded()) {
          streams.remove(this);
        }
      }
    } while (signals.addAndGet(-seen) != 0);
  }

  private void look() {
    if (cancelled) {
      stream.abandon();
      return;
    }
    long now = clock.nanos();
    ClientFrame frame = inbound;
    if (frame != null) {
      inbound = null;
      stream.receive(frame, now);
      if (!once) {
        call.request(1);
      }
    }
    switch (order) {
      case null -> {}
      case Order.Leave(String reason, Duration reconnectAfter) ->
          stream.leave(reason, reconnectAfter);
      case Order.Expel(String reason) -> stream.end(Cause.UNAUTHENTICATED, reason);
    }
    if (halfClosed && !once) {
      stream.end(Cause.DONE, "");
    }
    stream.drain(this, now);
  }

  @Override
  public void onMessage(ClientFrame frame) {
    inbound = frame;
    signal();
  }

  @Override
  public void onReady() {
    signal();
  }

  @Override
  public void onHalfClose() {
    halfClosed = true;
    signal();
  }

  @Override
  public void onCancel() {
    cancelled = true;
    onComplete();
    signal();
  }

  @Override
  public void onComplete() {
    finished = true;
    streams.finished(this);
  }

  /// Whether gRPC has forgotten the call.
  boolean isFinished() {
    return finished;
  }

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public void send(Frame frame) {
    streams.failpoints().reached(Failpoint.SENDING);
    call.sendMessage(new OutboundFrame(frame, streams.ageMillis()));
  }

  @Override
  public void end(Ending ending) {
    if (closedAt != Long.MAX_VALUE) {
      return;
    }
    closedAt = clock.nanos();
    streams.ended(this, ending);
    if (ending.cause() == Cause.BUSY || ending.cause() == Cause.BEHIND) {
      Refusal.tryLater(call, ending.message());
      return;
    }
    call.close(status(ending), new Metadata());
  }

  private static Status status(Ending ending) {
    Status status =
        switch (ending.cause()) {
          case DONE -> Status.OK;
          case INVALID -> Status.INVALID_ARGUMENT;
          case DIVERGED -> Status.ABORTED;
          case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
          case SILENT -> Status.DEADLINE_EXCEEDED;
          case STALLED -> Status.RESOURCE_EXHAUSTED;
          case BUSY, BEHIND -> Status.UNAVAILABLE;
          case FAILED -> Status.INTERNAL;
        };
    return ending.message().isEmpty() ? status : status.withDescription(ending.message());
  }
}
