// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.guidon.server.platform.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private final Turns<Writer<?>> turns =
      new Turns<>(together -> {
        sizes.add(together.size());
        together.forEach(Writer::run);
      });

  private record Writer<R>(Supplier<R> work, CompletableFuture<R> answer) {

    Writer(Supplier<R> work) {
      this(work, new CompletableFuture<>());
    }

    void dismiss() {
      answer.completeExceptionally(new IllegalStateException("dismissed"));
    }

    void run() {
      try {
        answer.complete(work.get());
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  private <R> R take(Supplier<R> work) {
    var writer = new Writer<>(work);
    return turns.take(writer, writer.answer);
  }

  @Test
  void whoWaitsAtTheSameTimeHasTheirTurnTogether() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ = writers.submit(() -> take(() -> heldUp(begun, release)));
      begun.await();
      for (int i = 0; i < 20; i++) {
        var _ = writers.submit(() -> take(() -> "waited"));
      }
      await().until(() -> turns.waiting() == 20);
      release.countDown();
    }

    assertThat(sizes).containsExactly(1, 16, 4);
  }

  @Test
  void whoWaitsCanBeDismissedByTheWork() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ =
          writers.submit(() ->
              take(() -> {
                String held = heldUp(begun, release);
                turns.dismissWaiting().forEach(Writer::dismiss);
                return held;
              }));
      begun.await();
      Future<String> waits = writers.submit(() -> take(() -> "had a turn"));
      await().until(() -> turns.waiting() == 1);
      release.countDown();

      assertThatThrownBy(waits::get).hasRootCauseMessage("dismissed");
    }

    assertThat(sizes).containsExactly(1);
    assertThat(this.<String>take(() -> "next")).isEqualTo("next");
  }

  @Test
  void oneWorksAtATime() throws Exception {
    var working = new AtomicInteger();
    var most = new AtomicInteger();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        all.add(
            writers.submit(() ->
                take(() -> {
                  most.accumulateAndGet(working.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  working.decrementAndGet();
                  return number;
                })));
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get()).isEqualTo(i);
      }
    }

    assertThat(most).hasValue(1);
  }

  @Test
  void whatFailsFailsForItsCallerAlone() {
    assertThatThrownBy(() ->
            take(() -> {
              throw new IllegalStateException("mine");
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");

    assertThat(this.<String>take(() -> "mine")).isEqualTo("mine");
  }

  @Test
  void whoWaitsForTooLongIsRefusedAndItsWorkIsNeverBegun() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var refusedWork = new AtomicInteger();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = writers.submit(() -> take(() -> heldUp(begun, release)));
      begun.await();

      assertThatThrownBy(() -> take(refusedWork::incrementAndGet))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refusal -> {
                assertThat(refusal.problem().status()).isEqualTo(503);
                assertThat(refusal.problem().code()).isEqualTo("busy");
              });

      release.countDown();
      assertThat(first.get()).isEqualTo("done");
    }
    turns.end();
    assertThat(refusedWork).hasValue(0);
  }

  @Test
  void whoHasComeBeforeTheEndHasTheirTurnAndWhoComesAfterItIsToldSo() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> running = writers.submit(() -> take(() -> heldUp(begun, release)));
      begun.await();
      Future<?> end =
          writers.submit(() -> {
            turns.end();
            return null;
          });
      ProblemException refusal = awaitRefusal();
      release.countDown();

      assertThat(running.get()).isEqualTo("done");
      end.get();
      assertThat(refusal.problem().status()).isEqualTo(503);
      assertThat(refusal.problem().code()).isEqualTo("shutting-down");
      assertThat(refusal.problem().headers()).isEqualTo(Map.of("Retry-After", "1"));
    }
  }

  /// Until the end has begun, others are let in, and wait for longer than they are willing to.
  private ProblemException awaitRefusal() {
    while (true) {
      try {
        take(() -> "too late");
      } catch (ProblemException e) {
        if (e.problem().code().equals("shutting-down")) {
          return e;
        }
      }
    }
  }

  private static String heldUp(CountDownLatch begun, CountDownLatch release) {
    begun.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "done";
  }
}
