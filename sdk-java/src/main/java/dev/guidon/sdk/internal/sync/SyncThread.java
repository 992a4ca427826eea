// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives a {@link SyncSession} over gRPC on one daemon thread.
public final class SyncThread implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk.sync");
  private static final long CLOSE_MILLIS = 2_000;

  private final ScheduledThreadPoolExecutor thread = newThread();
  private final Ticker ticker;
  private final SyncSession session;

  // Both belong to the thread.
  private @Nullable ScheduledFuture<?> tick;
  private long tickAt;

  public SyncThread(
      ManagedChannel channel,
      Metadata headers,
      Ticker ticker,
      SyncTiming timing,
      ClientIdentity identity,
      SyncListener listener) {
    this.ticker = requireNonNull(ticker, "ticker");
    this.session =
        new SyncSession(
            new SnapshotStream(channel, headers, this::execute, thread),
            ticker,
            new SplittableRandom(),
            timing,
            identity,
            listener);
  }

  private static ScheduledThreadPoolExecutor newThread() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "guidon-sync");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }

  public void start(@Nullable HeldState restored) {
    execute(() -> session.start(restored));
  }

  /// Ends the streams and the thread, and waits for that, but not for long.
  @Override
  public void close() {
    execute(session::close);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void execute(Runnable task) {
    try {
      thread.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      log.trace("the client is closed; what the transport still says is of no interest", e);
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      // The thread must live on whatever happens, want of memory included: it is what reconnects.
      log.error("following the environment failed; the client keeps trying", e);
    } finally {
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
    if (next == Long.MAX_VALUE || thread.isShutdown()) {
      return;
    }
    tickAt = next;
    long delay = Math.max(0, next - ticker.millis());
    tick = thread.schedule(this::tick, delay, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    tick = null;
    run(session::tick);
  }
}
