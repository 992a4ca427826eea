// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives a {@link SyncSession} over gRPC, on the thread of its channel.
public final class SyncDriver implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk.sync");
  private static final long CLOSE_MILLIS = 2_000;

  private final EventLoop loop;
  private final Ticker ticker;
  private final SyncSession session;

  // These belong to the loop.
  private @Nullable ScheduledFuture<?> tick;
  private long tickAt;
  private boolean busy;
  private boolean closed;

  /// @param loop the thread on which the channel's connections are served
  public SyncDriver(
      ManagedChannel channel,
      EventLoop loop,
      Metadata headers,
      Ticker ticker,
      SyncTiming timing,
      ClientIdentity identity,
      SyncListener listener) {
    this.loop = requireNonNull(loop, "loop");
    this.ticker = requireNonNull(ticker, "ticker");
    this.session =
        new SyncSession(
            new SnapshotStream(
                channel,
                headers,
                this::execute,
                (task, delayMillis) -> {
                  var unused = later(task, delayMillis);
                }),
            ticker,
            new SplittableRandom(),
            timing,
            identity,
            listener);
  }

  public void start(@Nullable HeldState restored) {
    execute(() -> session.start(restored));
  }

  /// Ends the streams, and waits for that, but not for long.
  @Override
  public void close() {
    var end = new CountDownLatch(1);
    execute(() -> {
      session.close();
      closed = true;
      end.countDown();
    });
    try {
      if (!end.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        log.warn("the client is still busy {} ms after it was closed", CLOSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs the task at once where that is on the loop and no task is under way: gRPC calls back from within calls to it.
  private void execute(Runnable task) {
    if (loop.inEventLoop() && !busy) {
      run(task);
    } else {
      loop.execute(() -> run(task));
    }
  }

  private ScheduledFuture<?> later(Runnable task, long delayMillis) {
    return loop.schedule(() -> run(task), delayMillis, TimeUnit.MILLISECONDS);
  }

  private void run(Runnable task) {
    if (closed) {
      return; // the channel is gone, too
    }
    busy = true;
    try {
      task.run();
    } catch (Throwable e) {
      // It must go on whatever happens, want of memory included: it is what reconnects.
      log.error("following the environment failed; the client keeps trying", e);
    } finally {
      busy = false;
      rearm();
    }
  }

  /// What a task did may have changed when the session next wants to do something.
  ///
  /// A tick that comes too early does no harm, so each frame, which only ever puts it off, leaves it as it is.
  private void rearm() {
    long next = session.nextTickAt();
    if (tick != null && !tick.isDone() && next >= tickAt) {
      return;
    }
    if (tick != null) {
      tick.cancel(false);
      tick = null;
    }
    if (closed || next == Long.MAX_VALUE) {
      return;
    }
    tickAt = next;
    tick = later(this::tick, Math.max(0, next - ticker.millis()));
  }

  private void tick() {
    tick = null;
    session.tick();
  }
}
