// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.server.failpoint.Failpoints;
import dev.guidon.server.platform.ConnectionLimits;
import dev.guidon.server.platform.MonotonicClock;
import dev.guidon.server.snapshot.EnvironmentSnapshot;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import dev.guidon.server.snapshot.EnvironmentSnapshots.Hold;
import dev.guidon.server.snapshot.LogFollower;
import dev.guidon.server.snapshot.Published;
import io.grpc.Grpc;
import io.grpc.ServerCall;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The streams of this node, by environment, and what they share: feeds, threads, places for snapshots.
final class SdkStreams implements StreamHost, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SdkStreams.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration CHECK = Duration.ofSeconds(60);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);
  private static final Duration KEPT_AFTER_LEAVING = Duration.ofHours(1);
  private static final long NOT_LEFT = -1;

  private final EnvironmentSnapshots snapshots;
  private final LogFollower follower;
  private final DeltaWindows windows;
  private final ConnectionLimits connections;
  private final DeliveryMetrics metrics;
  private final MonotonicClock clock;
  private final StreamRules rules;
  private final String node;
  private final int mostSnapshotsInFlight;
  private final Failpoints failpoints;
  private final Semaphore snapshotPlaces;

  private final RandomGenerator random = new Random(); // this one may be shared by threads
  private final Map<UUID, Followed> byEnvironment = new ConcurrentHashMap<>();
  private final Set<WatchCall> closing = ConcurrentHashMap.newKeySet();
  private final AtomicInteger liveCalls = new AtomicInteger();
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().name("guidon-delivery-", 0).daemon().factory());
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("guidon-delivery-tick").daemon().factory());
  private boolean drifted;

  /// An environment that somebody follows, or did of late.
  private static final class Followed {
    final EnvironmentFeed feed;
    final Hold hold;
    final Set<WatchCall> calls = ConcurrentHashMap.newKeySet();
    long leftAt = NOT_LEFT;

    Followed(EnvironmentFeed feed, Hold hold) {
      this.feed = feed;
      this.hold = hold;
    }
  }

  SdkStreams(
      EnvironmentSnapshots snapshots,
      LogFollower follower,
      DeltaWindows windows,
      ConnectionLimits connections,
      DeliveryMetrics metrics,
      MonotonicClock clock,
      StreamRules rules,
      String node,
      int mostSnapshotsInFlight,
      Failpoints failpoints) {
    this.snapshots = snapshots;
    this.follower = follower;
    this.windows = windows;
    this.connections = connections;
    this.metrics = metrics;
    this.clock = clock;
    this.rules = rules;
    this.node = node;
    this.mostSnapshotsInFlight = mostSnapshotsInFlight;
    this.failpoints = failpoints;
    this.snapshotPlaces = new Semaphore(mostSnapshotsInFlight);
    metrics.watch(this, connections);
  }

  void start() {
    snapshots.listen(this::published);
    var _ =
        ticks.scheduleWithFixedDelay(
            guarded(this::tick), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        ticks.scheduleWithFixedDelay(
            guarded(this::check), CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException e) {
        log.error("Housekeeping of streams failed; it goes on", e);
      }
    };
  }

  /// Begins to answer a call. Waits for the database when the environment is not in memory.
  WatchCall open(ServerCall<ClientFrame, OutboundFrame> call, SdkIdentity client, boolean once) {
    while (true) {
      Followed followed = followed(client.environmentId());
      WatchCall watch = new WatchCall(call, this, followed.feed, client, once);
      // In the map's hands, so that nobody lets go of the environment meanwhile.
      Followed joined =
          byEnvironment.computeIfPresent(
              client.environmentId(),
              (_, current) -> {
                if (current == followed) {
                  current.calls.add(watch);
                }
                return current;
              });
      if (joined == followed) {
        liveCalls.incrementAndGet();
        watch.start();
        return watch;
      }
    }
  }

  private Followed followed(UUID environmentId) {
    Followed known = byEnvironment.get(environmentId);
    if (known != null) {
      return known;
    }
    Hold hold = snapshots.hold(environmentId);
    boolean kept = false;
    try {
      EnvironmentSnapshot current = current(environmentId);
      var feed =
          new EnvironmentFeed(
              current.projectId(), environmentId, current.epoch(), current.state(), clock.nanos());
      var fresh = new Followed(feed, hold);
      Followed raced = byEnvironment.putIfAbsent(environmentId, fresh);
      if (raced != null) {
        return raced;
      }
      kept = true;
      // What was published between reading the state and being found in the map went unheard.
      EnvironmentSnapshot again = current(environmentId);
      feed.publish(
          again.epoch(), again.revision(), again.state(), EnvironmentDelta.EMPTY, clock.nanos());
      return fresh;
    } finally {
      if (!kept) {
        hold.close();
      }
    }
  }

  private EnvironmentSnapshot current(UUID environmentId) {
    return snapshots
        .current(environmentId)
        .orElseThrow(() -> new NoSuchElementException("environment " + environmentId));
  }

  private void published(Published published) {
    Followed followed = byEnvironment.get(published.environmentId());
    if (followed == null) {
      return;
    }
    boolean isNew =
        followed.feed.publish(
            published.epoch(),
            published.previousRevision(),
            published.state(),
            published.delta(),
            clock.nanos());
    if (isNew) {
      // Not here: whoever made the change waits for this to return.
      executor.execute(() -> followed.calls.forEach(WatchCall::signal));
    }
  }

  /// Ends the streams of clients that may not read any more.
  void expel(Predicate<SdkIdentity> whom) {
    forEach(call -> {
      if (whom.test(call.client())) {
        call.order(new WatchCall.Order.Expel("the SDK key is not valid any more"));
      }
    });
  }

  /// Asks all clients to go, and to come back, to other nodes, spread over some seconds.
  void leave(Duration spread) {
    forEach(call ->
        call.order(
            new WatchCall.Order.Leave(
                "the node stops", Duration.ofNanos(random.nextLong(spread.toNanos() + 1)))));
  }

  /// Waits until all streams have ended, at most for a while.
  void awaitEmpty(Duration most) throws InterruptedException {
    long until = clock.nanos() + most.toNanos();
    while (streamCount() > 0 && clock.nanos() < until) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void forEach(Consumer<WatchCall> work) {
    byEnvironment.values().forEach(followed -> followed.calls.forEach(work));
  }

  private void tick() {
    long now = clock.nanos();
    byEnvironment.forEach((environmentId, followed) -> {
      for (WatchCall call : followed.calls) {
        if (call.stream().wakeAt() <= now) {
          call.signal();
        }
      }
      letGoIfLeft(environmentId, followed, now);
    });
    for (WatchCall call : closing) {
      if (now - call.closedAt() > LONGEST_FAREWELL.toNanos()
          && call.call().getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
              instanceof InetSocketAddress remote) {
        // The client takes in nothing, not even the end: what waits for it is freed with the
        // connection.
        connections.cut(remote);
      }
    }
  }

  /// Frees what nobody needs: at once what can be made again, after a while the changes too.
  private void letGoIfLeft(UUID environmentId, Followed followed, long now) {
    if (!followed.calls.isEmpty()) {
      followed.leftAt = NOT_LEFT;
      return;
    }
    if (followed.leftAt == NOT_LEFT) {
      followed.leftAt = now;
      followed.feed.trim();
      return;
    }
    if (now - followed.leftAt < KEPT_AFTER_LEAVING.toNanos()) {
      return;
    }
    Followed left =
        byEnvironment.computeIfPresent(
            environmentId, (_, current) -> current.calls.isEmpty() ? null : current);
    if (left == null) {
      followed.hold.close();
    }
  }

  /// Compares what is registered with the calls that gRPC has: the two drift apart only through a bug.
  private void check() {
    int registered = streamCount();
    int live = liveCalls.get();
    boolean differs = live != registered + closing.size();
    if (differs && drifted) {
      log.error(
          "{} streams are registered and {} are ending, but there are {} calls",
          registered,
          closing.size(),
          live);
      metrics.alarm();
    }
    drifted = differs;
  }

  /// The call sends no more.
  void ended(WatchCall call, Ending ending) {
    closing.add(call);
    if (call.isFinished()) {
      closing.remove(call);
    }
    metrics.ended(ending.cause());
    log.debug(
        "A stream of environment {} ended: {} {}",
        call.client().environmentId(),
        ending.cause(),
        ending.message());
  }

  /// gRPC has forgotten the call.
  void finished(WatchCall call) {
    liveCalls.decrementAndGet();
    closing.remove(call);
  }

  void remove(WatchCall call) {
    Followed followed = byEnvironment.get(call.client().environmentId());
    if (followed != null) {
      followed.calls.remove(call);
    }
  }

  int streamCount() {
    return byEnvironment.values().stream().mapToInt(followed -> followed.calls.size()).sum();
  }

  int snapshotsInFlight() {
    return mostSnapshotsInFlight - snapshotPlaces.availablePermits();
  }

  boolean hasSnapshotPlace() {
    return snapshotPlaces.availablePermits() > 0;
  }

  /// How many streams of an environment serve which revision, as far as they said so.
  Map<Long, Integer> streamsByRevision(UUID environmentId) {
    Map<Long, Integer> counts = new TreeMap<>();
    Followed followed = byEnvironment.get(environmentId);
    if (followed != null) {
      followed.calls.forEach(call -> counts.merge(call.stream().ackedRevision(), 1, Integer::sum));
    }
    return counts;
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public boolean tryBeginSnapshot() {
    return snapshotPlaces.tryAcquire();
  }

  @Override
  public void endSnapshot() {
    snapshotPlaces.release();
  }

  @Override
  public void catchUp() {
    follower.hint();
  }

  @Override
  public CompletableFuture<Optional<Update>> window(EnvironmentFeed feed, Held held) {
    return windows.load(feed.projectId(), feed.environmentId(), held);
  }

  @Override
  public void acknowledged(Duration sincePublished) {
    metrics.acknowledged(sincePublished);
  }

  @Override
  public void alarm(EnvironmentFeed feed, String message) {
    metrics.alarm();
    log.error("Environment {}: {}", feed.environmentId(), message);
  }

  long ageMillis() {
    return follower.age().toMillis();
  }

  Executor executor() {
    return executor;
  }

  MonotonicClock clock() {
    return clock;
  }

  StreamRules rules() {
    return rules;
  }

  Failpoints failpoints() {
    return failpoints;
  }

  RandomGenerator random() {
    return random;
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    executor.shutdown();
  }
}
