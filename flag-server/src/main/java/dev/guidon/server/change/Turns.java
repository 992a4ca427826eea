// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writers of this node, in the order in which they came; those who wait at the same time have their turn together.
///
/// They wait here, and not on a connection of the pool each. Their work is done on one thread of the platform: a virtual
/// thread would be put aside and taken up again for each of the database's answers, while every other writer waits.
final class Turns<W> {

  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
  private static final Duration LAST_TURN = Duration.ofSeconds(10);

  /// So that the first of them does not wait for long.
  private static final int MOST_TOGETHER = 16;

  private final Consumer<List<W>> work;
  private final Queue<Turn<W>> waiting = new ConcurrentLinkedQueue<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("guidon-changes").daemon().factory());

  /// @param settled set by whoever is first: the thread that begins the work or the writer who will wait no longer
  private record Turn<W>(W writer, AtomicBoolean settled) {}

  /// @param work done by turns; sees to it that each writer is answered
  Turns(Consumer<List<W>> work) {
    this.work = work;
  }

  /// Has the writer's work done when that of those before is, and answers what came of it.
  ///
  /// @param answer comes to be when the work is done
  /// @throws ProblemException with a problem `busy` if those before take too long, and `shutting-down` if the node stops;
  ///     the work is then not begun
  <R> R take(W writer, CompletableFuture<R> answer) {
    var turn = new Turn<>(writer, new AtomicBoolean());
    waiting.add(turn);
    try {
      thread.execute(this::next);
    } catch (RejectedExecutionException e) {
      if (turn.settled.compareAndSet(false, true)) {
        throw unavailable("shutting-down", "the server stops; nothing was changed, ask again");
      }
    }
    return await(answer, turn.settled);
  }

  private void next() {
    List<W> together = takeFromQueue(MOST_TOGETHER);
    if (!together.isEmpty()) {
      work.accept(together);
    }
  }

  /// All who wait. They get no turn; the work, which asks for them, sees to it that they are answered.
  List<W> dismissWaiting() {
    return takeFromQueue(Integer.MAX_VALUE);
  }

  private List<W> takeFromQueue(int most) {
    List<W> taken = new ArrayList<>();
    while (taken.size() < most) {
      Turn<W> turn = waiting.poll();
      if (turn == null) {
        break;
      }
      if (turn.settled.compareAndSet(false, true)) {
        taken.add(turn.writer);
      }
    }
    return taken;
  }

  /// How many wait for their turn.
  int waiting() {
    return waiting.size();
  }

  private static <R> R await(CompletableFuture<R> answer, AtomicBoolean settled) {
    try {
      try {
        return answer.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | InterruptedException e) {
        if (settled.compareAndSet(false, true)) {
          throw unavailable("busy", "other changes take too long; nothing was changed, ask again");
        }
        return answer.get();
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
  void end() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(LAST_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("Changes are not done after {} s; they fail now", LAST_TURN.toSeconds());
    }
  }
}
