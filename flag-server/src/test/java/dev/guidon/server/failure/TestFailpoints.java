// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.failpoint.Failpoint;
import dev.guidon.server.failpoint.Failpoints;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Breaks a server of the tests at one step, once: when it is told to or, in a process of its own, when a file says where.
@Singleton
@Replaces(Failpoints.Never.class)
public final class TestFailpoints implements Failpoints {

  /// Longer than other writers wait.
  static final Duration PAUSE = Duration.ofSeconds(5);

  /// How a step fails.
  enum Action {
    THROW {
      @Override
      void run(Failpoint point) {
        throw new IllegalStateException("failed on purpose: " + point);
      }
    },
    PAUSE {
      @Override
      void run(Failpoint point) {
        try {
          TimeUnit.NANOSECONDS.sleep(TestFailpoints.PAUSE.toNanos());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    },
    HALT {
      @Override
      void run(Failpoint point) {
        Runtime.getRuntime().halt(137);
      }
    };

    abstract void run(Failpoint point);
  }

  /// Something that happens the next time that a step is reached.
  static final class Trap {
    private final Failpoint point;
    private final Action action;
    private final CountDownLatch sprung = new CountDownLatch(1);

    private Trap(Failpoint point, Action action) {
      this.point = point;
      this.action = action;
    }

    void awaitSprung() throws InterruptedException {
      if (!sprung.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException(point + " was not reached within 30 s");
      }
    }
  }

  private final AtomicReference<@Nullable Trap> set = new AtomicReference<>();
  private final @Nullable Path haltFile;

  /// @param haltFile comes to be when this process is to halt, and names the step
  TestFailpoints(@Value("${failpoint.halt-file:}") String haltFile) {
    this.haltFile = haltFile.isEmpty() ? null : Path.of(haltFile);
  }

  /// Has a server that is another process halt the next time that it reaches the step.
  static void haltAt(Failpoint point, Path haltFile) throws IOException {
    Path unfinished = haltFile.resolveSibling(haltFile.getFileName() + ".new");
    Files.writeString(unfinished, point.name());
    Files.move(unfinished, haltFile, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Sets a trap for whoever comes next.
  Trap set(Failpoint point, Action action) {
    var trap = new Trap(point, action);
    set.set(trap);
    return trap;
  }

  @Override
  public void reached(Failpoint point) {
    Trap trap = set.get();
    if (trap != null && trap.point == point && set.compareAndSet(trap, null)) {
      trap.sprung.countDown();
      trap.action.run(point);
    }
    if (haltFile != null && Files.exists(haltFile)) {
      haltIfMeant(point, haltFile);
    }
  }

  private static void haltIfMeant(Failpoint point, Path haltFile) {
    try {
      if (Files.readString(haltFile).equals(point.name())) {
        Files.delete(haltFile);
        Action.HALT.run(point);
      }
    } catch (IOException _) {
      // another thread was here first, and halts
    }
  }
}
