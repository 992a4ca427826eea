// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writers of this node, one after the other in the order in which they came.
///
/// They wait here, and not on a connection of the pool each. Their work is done on one thread of the platform: a virtual
/// thread would be put aside and taken up again for each of the database's answers, while every other writer waits.
@Singleton
final class Turns {

  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
  private static final Duration LAST_TURN = Duration.ofSeconds(10);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("guidon-changes").daemon().factory());

  /// Does the work when those before are done, and answers what came of it.
  ///
  /// @throws ProblemException with a problem `busy` if those before take too long, and `shutting-down` if the node stops;
  ///     the work is then not begun
  <R> R take(Supplier<R> work) {
    var result = new CompletableFuture<R>();
    // Set by whoever is first: the thread that begins the work or the caller who will wait no
    // longer.
    var settled = new AtomicBoolean();
    try {
      thread.execute(() -> {
        if (settled.compareAndSet(false, true)) {
          complete(result, work);
        }
      });
    } catch (RejectedExecutionException e) {
      throw unavailable("shutting-down", "the server stops; nothing was changed, ask again");
    }
    return await(result, settled);
  }

  private static <R> void complete(CompletableFuture<R> result, Supplier<R> work) {
    try {
      result.complete(work.get());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  private static <R> R await(CompletableFuture<R> result, AtomicBoolean settled) {
    try {
      try {
        return result.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | InterruptedException e) {
        if (settled.compareAndSet(false, true)) {
          throw unavailable("busy", "other changes take too long; nothing was changed, ask again");
        }
        return result.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; the change is made or will be refused", e);
    }
  }

  private static ProblemException unavailable(String code, String detail) {
    return new ProblemException(
        new Problem(503, code, detail, List.of(), Map.of("Retry-After", "1")));
  }

  /// Lets whoever has come have their turn, and nobody after them. What they need, such as the database, is closed later.
  @PreDestroy
  void end() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(LAST_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("Changes are not done after {} s; they fail now", LAST_TURN.toSeconds());
    }
  }
}
