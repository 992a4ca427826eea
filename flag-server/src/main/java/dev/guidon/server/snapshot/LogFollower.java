// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import dev.guidon.server.database.Sql;
import dev.guidon.server.failpoint.Failpoint;
import dev.guidon.server.failpoint.Failpoints;
import dev.guidon.server.platform.MonotonicClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this node at the head of the log: brings the environments in memory up to each change, whoever made it.
///
/// Asks for the head each second, and at once on a hint: a notification, or a client that knows more. Numbers are given out
/// under the head's lock, so whoever sees the head sees everything before it, and asking by number misses nothing; a
/// hint that is lost costs a second. The follower has a connection of its own, so that requests that wait for one do
/// not make the node look cut off. While the database is away everything in memory stays as it is and grows old.
public final class LogFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /// Hints that come closer together are answered together.
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);

  /// A notification of this node's own change may be here before the change has been published here.
  private static final Duration OWN_CHANGE = Duration.ofMillis(1);

  private static final int ANSWER_MILLIS = 5_000;
  private static final long NOT_FAILING = -1;
  private static final long NEVER = -1;
  private static final Duration FOREVER = Duration.ofDays(3650);

  private static final String HEAD = "SELECT log_head.seq, log_head.epoch FROM log_head";

  private static final String CHANGED_ENVIRONMENTS =
      """
      SELECT DISTINCT revision.environment_id
      FROM environment_revision AS revision
      WHERE revision.seq > ? AND revision.seq <= ?
      """;

  private static final String CHANGED_DEFINITIONS =
      """
      SELECT version.definition_id, version.kind, version.project_id, version.environment_id, version.key,
        version.deleted
      FROM definition_version AS version
      WHERE version.seq > ? AND version.seq <= ? AND version.kind NOT IN ('flag', 'targeting', 'segment')
      ORDER BY version.seq
      """;

  private final HeadListener.Connections connections;
  private final EnvironmentSnapshots snapshots;
  private final MonotonicClock clock;
  private final Failpoints failpoints;
  private final HeadListener listener;
  private final boolean listen;
  private final Thread thread;
  private final CountDownLatch firstSight = new CountDownLatch(1);
  private final Semaphore hints = new Semaphore(0);
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile long heardOf = -1;
  private final List<Consumer<List<InternalChange>>> listeners = new CopyOnWriteArrayList<>();

  private final List<Runnable> epochListeners = new CopyOnWriteArrayList<>();

  private @Nullable Connection connection;
  private @Nullable UUID epoch;
  private long position = -1;
  private long failingSince = NOT_FAILING;
  private volatile long confirmedAt = NEVER;
  private volatile boolean closed;

  /// A change of something that SDKs do not get, made on any node.
  ///
  /// @param environmentId null for what is not in an environment
  public record InternalChange(
      UUID definitionId,
      String kind,
      UUID projectId,
      @Nullable UUID environmentId,
      String key,
      boolean deleted) {}

  private record Head(long seq, UUID epoch) {}

  /// @param connections opens connections that nobody else uses
  /// @param listen whether to hear of changes, or to poll alone
  LogFollower(
      HeadListener.Connections connections,
      EnvironmentSnapshots snapshots,
      MonotonicClock clock,
      boolean listen,
      Failpoints failpoints) {
    this.listen = listen;
    this.connections = connections;
    this.snapshots = snapshots;
    this.clock = clock;
    this.failpoints = failpoints;
    this.listener =
        new HeadListener(
            connections,
            this::hint,
            this::heardOf,
            clock,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));
    this.thread = Thread.ofPlatform().name("guidon-log-follower").daemon().unstarted(this::run);
  }

  /// Begins to follow.
  public void start() {
    thread.start();
    if (listen) {
      listener.start();
    }
  }

  /// Looks at the head at once: something was, or may have been, committed.
  public void hint() {
    asked.set(true);
    hints.release();
  }

  /// Looks at the head at once unless this node has what was committed, as the one that made the change does.
  private void heardOf(long seq) {
    heardOf = seq;
    hints.release();
  }

  /// How long ago it was certain that this node had everything that was committed; very long before it first was.
  public Duration age() {
    long at = confirmedAt;
    return at == NEVER ? FOREVER : Duration.ofNanos(clock.nanos() - at);
  }

  /// Waits until the head was seen once.
  public void awaitHead() throws InterruptedException {
    firstSight.await();
  }

  /// Whether changes of other nodes are heard of at once, not only by polling.
  public boolean isListening() {
    return listener.isListening();
  }

  /// Calls the listener with changes of what SDKs do not get, such as keys and projects, in order, after environments in memory have been
  /// brought up to them. It must return at once.
  public void listen(Consumer<List<InternalChange>> listener) {
    listeners.add(listener);
  }

  /// Calls the listener when the log goes on in another epoch, before anything of it is made known. It must return at once.
  public void listenToNewEpoch(Runnable listener) {
    epochListeners.add(listener);
  }

  private void run() {
    while (!closed) {
      try {
        poll();
        healed();
      } catch (SQLException e) {
        failed(e);
      } catch (RuntimeException e) {
        log.error("Following the log failed; it is tried again", e);
        disconnect();
      }
      await();
    }
    disconnect();
  }

  private void await() {
    long until = clock.nanos() + PERIOD.toNanos();
    try {
      Thread.sleep(SHORTEST_PAUSE);
      while (hints.tryAcquire(until - clock.nanos(), TimeUnit.NANOSECONDS)) {
        hints.drainPermits();
        if (asked.getAndSet(false) || isBehind()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private boolean isBehind() throws InterruptedException {
    if (heardOf <= snapshots.confirmedSeq()) {
      return false;
    }
    Thread.sleep(OWN_CHANGE);
    return heardOf > snapshots.confirmedSeq();
  }

  private void poll() throws SQLException {
    // Before asking: what is committed while the answer is on its way is not in it.
    long asked = clock.nanos();
    Connection open = connected();
    Head head = Sql.one(open, HEAD, LogFollower::head).orElseThrow();
    if (!head.epoch().equals(epoch)) {
      startOver(open, head);
    } else if (head.seq() > position) {
      advance(open, head.epoch(), head.seq());
    }
    confirmedAt = asked;
    firstSight.countDown();
  }

  private static Head head(ResultSet row) throws SQLException {
    return new Head(row.getLong("seq"), row.getObject("epoch", UUID.class));
  }

  /// Begins to follow, or goes on in another life of the log: numbers of the one before mean nothing any more.
  private void startOver(Connection open, Head head) throws SQLException {
    if (epoch != null) {
      log.warn("The log goes on in epoch {} at number {}", head.epoch(), head.seq());
      epochListeners.forEach(Runnable::run);
    }
    for (UUID environmentId : snapshots.held()) {
      snapshots.bringUp(open, environmentId, head.epoch());
    }
    epoch = head.epoch();
    position = head.seq();
    snapshots.startOver(position);
  }

  private void advance(Connection open, UUID followed, long seq) throws SQLException {
    failpoints.reached(Failpoint.FOLLOWING);
    List<UUID> changed =
        Sql.list(
            open,
            CHANGED_ENVIRONMENTS,
            row -> row.getObject("environment_id", UUID.class),
            position,
            seq);
    for (UUID environmentId : changed) {
      snapshots.bringUp(open, environmentId, followed);
    }
    List<InternalChange> internal =
        Sql.list(open, CHANGED_DEFINITIONS, LogFollower::internalChange, position, seq);
    for (InternalChange change : internal) {
      if (change.deleted() && change.kind().equals("environment")) {
        snapshots.remove(change.definitionId());
      }
    }
    position = seq;
    snapshots.confirm(position);
    if (!internal.isEmpty()) {
      listeners.forEach(listener -> listener.accept(internal));
    }
  }

  private static InternalChange internalChange(ResultSet row) throws SQLException {
    return new InternalChange(
        row.getObject("definition_id", UUID.class),
        row.getString("kind"),
        row.getObject("project_id", UUID.class),
        row.getObject("environment_id", UUID.class),
        row.getString("key"),
        row.getBoolean("deleted"));
  }

  private Connection connected() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connections.open();
      connection = open;
      open.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
    }
    return open;
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        log.debug("The follower's connection could not be closed", e);
      }
    }
  }

  private void failed(SQLException e) {
    disconnect();
    if (failingSince == NOT_FAILING && !closed) {
      failingSince = clock.nanos();
      log.warn(
          "The database cannot be asked; SDKs are served from memory until it can: {}",
          e.getMessage());
    }
  }

  private void healed() {
    if (failingSince != NOT_FAILING) {
      log.info(
          "The database answers again after {} s",
          Duration.ofNanos(clock.nanos() - failingSince).toSeconds());
      failingSince = NOT_FAILING;
    }
  }

  @Override
  public void close() {
    closed = true;
    listener.close();
    thread.interrupt();
  }
}
