// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.EntryFilter;
import dev.guidon.server.log.Entries.Named;
import dev.guidon.server.platform.MonotonicClock;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import io.micronaut.http.sse.Event;
import io.micronaut.json.JsonMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/// Shows entries to those who watch the log, as this node hears of them.
///
/// A watcher who reads slowly is read for slowly: the next page is asked for once the last has gone out. It ends after a
/// minute, so that whoever may no longer look is asked again who they are.
@Singleton
final class LogTail {

  private static final int PAGE = 100;
  private static final Duration LENGTH = Duration.ofMinutes(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Entries entries;
  private final EnvironmentSnapshots snapshots;
  private final MonotonicClock clock;
  private final JsonMapper json;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  LogTail(Entries entries, EnvironmentSnapshots snapshots, MonotonicClock clock, JsonMapper json) {
    this.entries = entries;
    this.snapshots = snapshots;
    this.clock = clock;
    this.json = json;
  }

  /// @param after the number that entries are to follow; null for those still to come
  Publisher<Event<String>> of(EntryFilter filter, @Nullable Long after) {
    var watcher = new Watcher(filter, after == null ? snapshots.confirmedSeq() : after);
    return Flux.<Event<String>>generate(watcher::next)
        .subscribeOn(Schedulers.fromExecutor(threads));
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }

  private final class Watcher {

    private final EntryFilter filter;
    private final long until = clock.nanos() + LENGTH.toNanos();
    private final Deque<Named> waiting = new ArrayDeque<>();
    private long seen;

    Watcher(EntryFilter filter, long seen) {
      this.filter = filter;
      this.seen = seen;
    }

    void next(SynchronousSink<Event<String>> sink) {
      if (clock.nanos() >= until) {
        sink.complete();
        return;
      }
      if (waiting.isEmpty()) {
        try {
          look();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          sink.complete();
          return;
        }
      }
      Named entry = waiting.poll();
      sink.next(entry == null ? Event.of("").comment("nothing new") : event(entry));
    }

    private void look() throws InterruptedException {
      // What is committed is known here a moment later: what this node has confirmed can be read.
      if (!snapshots.awaitConfirmed(seen + 1, HEARTBEAT)) {
        return;
      }
      long confirmed = snapshots.confirmedSeq();
      List<Named> found = entries.after(filter.numbered(seen + 1, confirmed), seen, PAGE);
      waiting.addAll(found);
      seen = found.size() < PAGE ? confirmed : found.getLast().entry().seq();
    }

    private Event<String> event(Named entry) {
      try {
        return Event.of(json.writeValueAsString(EntryResponse.of(entry)))
            .id(Long.toString(entry.entry().seq()))
            .name("entry");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
