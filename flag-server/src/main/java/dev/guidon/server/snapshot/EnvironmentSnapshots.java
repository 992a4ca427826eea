// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.failpoint.Failpoint;
import dev.guidon.server.failpoint.Failpoints;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The compiled environments of this node: each one whole, replaced as a whole, never by an older one.
///
/// An environment is loaded when it is first asked for and kept for a day after it was last asked for, and as long as
/// somebody holds it. While it is kept, losing the database does not lose it.
@Singleton
public final class EnvironmentSnapshots {

  private static final Logger LOG = LoggerFactory.getLogger("dev.guidon.server.snapshot");
  private static final Duration KEPT = Duration.ofDays(1);

  private final Transactions transactions;
  private final Failpoints failpoints;
  private final Map<UUID, Integer> holds = new ConcurrentHashMap<>();
  private final Map<UUID, Lock> loads = new ConcurrentHashMap<>();
  private final List<Consumer<Published>> publishListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<UUID>> removeListeners = new CopyOnWriteArrayList<>();
  private final Cache<UUID, EnvironmentSnapshot> environments =
      Caffeine.newBuilder()
          .expireAfter(
              Expiry.<UUID, EnvironmentSnapshot>accessing((id, environment) ->
                  holds.containsKey(id) ? Duration.ofNanos(Long.MAX_VALUE) : KEPT))
          .build();

  /// Just loaded, and perhaps not yet what the log has by now.
  private final Set<UUID> unsettled = ConcurrentHashMap.newKeySet();

  /// Every environment in memory that is settled is as the log has it up to this number, or newer.
  private volatile long confirmedSeq = -1;

  EnvironmentSnapshots(Transactions transactions, Failpoints failpoints) {
    this.transactions = transactions;
    this.failpoints = failpoints;
  }

  /// The environment as this node has it, if it is in memory; never asks the database, so never blocks.
  public Optional<EnvironmentSnapshot> inMemory(UUID environmentId) {
    return Optional.ofNullable(environments.getIfPresent(environmentId));
  }

  /// The environment as this node has it; empty when there is none by this id.
  public Optional<EnvironmentSnapshot> current(UUID environmentId) {
    Optional<EnvironmentSnapshot> held = inMemory(environmentId);
    return held.isPresent() ? held : loadOnce(environmentId);
  }

  /// One loads it for all who ask at the same time. When a node starts, a thousand clients do, and would take all
  /// connections and processors for as long as a thousand loads take.
  private Optional<EnvironmentSnapshot> loadOnce(UUID environmentId) {
    Lock load = loads.computeIfAbsent(environmentId, _ -> new ReentrantLock());
    load.lock();
    try {
      Optional<EnvironmentSnapshot> held = inMemory(environmentId);
      return held.isPresent() ? held : load(environmentId);
    } finally {
      loads.remove(environmentId, load);
      load.unlock();
    }
  }

  private Optional<EnvironmentSnapshot> load(UUID environmentId) {
    return transactions
        .readAtOneMoment(connection -> SnapshotReader.load(connection, environmentId))
        .map(this::settle);
  }

  /// Takes in what was just loaded, and what was committed meanwhile: whoever followed the log passed that by, because
  /// the environment was not here yet.
  private EnvironmentSnapshot settle(EnvironmentSnapshot loaded) {
    UUID environmentId = loaded.environmentId();
    unsettled.add(environmentId);
    EnvironmentSnapshot installed = install(loaded);
    boolean settled = false;
    try {
      EnvironmentSnapshot current =
          transactions.read(connection -> caughtUp(connection, installed));
      settled = true;
      return current;
    } finally {
      if (!settled) {
        environments.invalidate(environmentId);
      }
      unsettled.remove(environmentId);
    }
  }

  /// Brings an environment up to the log, if this node has it in memory.
  void bringUp(Connection connection, UUID environmentId, UUID epoch) throws SQLException {
    EnvironmentSnapshot held = environments.getIfPresent(environmentId);
    if (held == null) {
      return;
    }
    if (held.epoch().equals(epoch)) {
      var _ = caughtUp(connection, held);
      return;
    }
    Optional<EnvironmentSnapshot> loaded = SnapshotReader.load(connection, environmentId);
    if (loaded.isPresent()) {
      replace(loaded.get());
    } else {
      remove(environmentId);
    }
  }

  /// Takes all environments into memory, as far as the database allows; what it does not, is loaded when it is asked for.
  public void loadAll() {
    List<UUID> all = transactions.read(SnapshotReader::environmentIds);
    for (UUID environmentId : all) {
      var _ = current(environmentId);
    }
    LOG.info("{} environments in memory", count());
  }

  /// How many environments are in memory.
  public long count() {
    return environments.estimatedSize();
  }

  /// The environments in memory, as this node has them.
  public List<EnvironmentSnapshot> all() {
    return List.copyOf(environments.asMap().values());
  }

  /// The ids of the environments in memory.
  Set<UUID> held() {
    return Set.copyOf(environments.asMap().keySet());
  }

  /// The environment as of the head that this connection has locked.
  ///
  /// @param headSeq the number of the log's newest entry
  public Optional<EnvironmentSnapshot> at(Connection connection, UUID environmentId, long headSeq)
      throws SQLException {
    // What is held is read last. Read before, it could be older than the number that is then
    // confirmed, and the next revision would be made without another node's change.
    boolean isAtHead =
        confirmedSeq == headSeq
            && inMemory(environmentId).isPresent()
            && !unsettled.contains(environmentId);
    failpoints.reached(Failpoint.HEAD_COMPARED);
    EnvironmentSnapshot held = environments.getIfPresent(environmentId);
    if (held == null) {
      return SnapshotReader.load(connection, environmentId).map(this::install);
    }
    return Optional.of(isAtHead ? held : caughtUp(connection, held));
  }

  private EnvironmentSnapshot caughtUp(Connection connection, EnvironmentSnapshot held)
      throws SQLException {
    Optional<SnapshotReader.Revision> newest =
        SnapshotReader.newestRevision(connection, held.environmentId());
    if (newest.isEmpty() || newest.get().seq() <= held.revision()) {
      return held;
    }
    long revision = newest.get().seq();
    EnvironmentDelta delta =
        SnapshotReader.delta(
            connection, held.projectId(), held.environmentId(), held.revision(), revision);
    EnvironmentState next = held.state().apply(delta, revision).state();
    if (!next.digest().equals(newest.get().digest())) {
      return reload(connection, held, revision);
    }
    publish(new Published(held.environmentId(), held.epoch(), held.revision(), next, delta));
    return new EnvironmentSnapshot(held.environmentId(), held.projectId(), held.epoch(), next);
  }

  private EnvironmentSnapshot reload(Connection connection, EnvironmentSnapshot held, long revision)
      throws SQLException {
    LOG.error(
        "Environment {} had another digest than the log says at revision {}; loaded anew",
        held.environmentId(),
        revision);
    EnvironmentSnapshot loaded =
        SnapshotReader.load(connection, held.environmentId())
            .orElseThrow(() ->
                new IllegalStateException("environment " + held.environmentId() + " is gone"));
    replace(loaded);
    return loaded;
  }

  /// Makes a state the current one that no delta leads to, which whoever listens tells by its previous revision.
  private void replace(EnvironmentSnapshot loaded) {
    publish(
        new Published(
            loaded.environmentId(),
            loaded.epoch(),
            loaded.revision(),
            loaded.state(),
            EnvironmentDelta.EMPTY));
  }

  /// Makes a newer revision the current one and tells who listens; an older one, or one of an environment that this node
  /// does not hold, is dropped.
  public synchronized void publish(Published published) {
    EnvironmentSnapshot held = environments.getIfPresent(published.environmentId());
    if (held == null) {
      return;
    }
    var next =
        new EnvironmentSnapshot(
            held.environmentId(), held.projectId(), published.epoch(), published.state());
    if (next.isNewerThan(held)) {
      environments.put(next.environmentId(), next);
      publishListeners.forEach(listener -> listener.accept(published));
    }
  }

  /// Forgets an environment that was deleted and tells who listens.
  public synchronized void remove(UUID environmentId) {
    environments.invalidate(environmentId);
    removeListeners.forEach(listener -> listener.accept(environmentId));
  }

  /// Everything that the log has up to this number was published here.
  public synchronized void confirm(long seq) {
    confirmedSeq = Math.max(confirmedSeq, seq);
    notifyAll();
  }

  /// As {@link #confirm}, of a log that goes on in another epoch, at a number that may be lower.
  synchronized void startOver(long seq) {
    confirmedSeq = seq;
    notifyAll();
  }

  /// As {@link #confirm}, for the writer whose change was the next one after `before`.
  public synchronized void confirm(long before, long seq) {
    if (confirmedSeq == before) {
      confirmedSeq = seq;
      notifyAll();
    }
  }

  /// Waits until this node has everything up to a number of the log.
  ///
  /// @return whether it has
  public synchronized boolean awaitConfirmed(long seq, Duration atMost)
      throws InterruptedException {
    long start = System.nanoTime();
    long left = atMost.toMillis();
    while (confirmedSeq < seq && left > 0) {
      wait(left);
      left = atMost.minusNanos(System.nanoTime() - start).toMillis();
    }
    return confirmedSeq >= seq;
  }

  /// Up to which number of the log this node has published everything; −1 before it is known.
  public long confirmedSeq() {
    return confirmedSeq;
  }

  /// Calls the listener for each new revision, in the order of revisions. It must return at once.
  public void listen(Consumer<Published> listener) {
    publishListeners.add(listener);
  }

  /// Calls the listener for each environment that is deleted. It must return at once.
  public void listenToRemoval(Consumer<UUID> listener) {
    removeListeners.add(listener);
  }

  /// Keeps the environment in memory until the hold is closed.
  public Hold hold(UUID environmentId) {
    holds.merge(environmentId, 1, Integer::sum);
    touch(environmentId);
    return () -> {
      holds.computeIfPresent(environmentId, (id, count) -> count == 1 ? null : count - 1);
      touch(environmentId);
    };
  }

  /// An access makes the cache ask anew how long the environment is to be kept.
  private void touch(UUID environmentId) {
    var _ = environments.getIfPresent(environmentId);
  }

  /// Keeps an environment in memory; to be closed once.
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private synchronized EnvironmentSnapshot install(EnvironmentSnapshot loaded) {
    EnvironmentSnapshot held = environments.getIfPresent(loaded.environmentId());
    if (held != null && !loaded.isNewerThan(held)) {
      return held;
    }
    environments.put(loaded.environmentId(), loaded);
    return loaded;
  }
}
