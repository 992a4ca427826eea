// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.snapshot.SnapshotReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes that are no longer in memory, from the database, all as one; each read once for all who ask at a time.
final class DeltaWindows {

  /// Further back, a snapshot is cheaper than finding out what changed.
  static final int MOST_REVISIONS = 10_000;

  private static final Logger log = LoggerFactory.getLogger(DeltaWindows.class);
  private static final int MOST_READS_AT_ONCE = 4;
  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final long MOST_BYTES_KEPT = 32L * 1024 * 1024;

  private final Transactions transactions;
  private final Semaphore reads = new Semaphore(MOST_READS_AT_ONCE);
  private final AsyncCache<Key, Optional<Update>> cache;

  private record Key(UUID projectId, UUID environmentId, Held held) {}

  /// @param executor whose threads may wait
  DeltaWindows(Transactions transactions, Executor executor) {
    this.transactions = transactions;
    this.cache =
        Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumWeight(MOST_BYTES_KEPT)
            .weigher((Key _, Optional<Update> update) ->
                update.map(found -> Math.toIntExact(found.size())).orElse(0))
            .executor(executor)
            .buildAsync();
  }

  /// What leads on from what a client holds; empty when only a snapshot does.
  CompletableFuture<Optional<Update>> load(UUID projectId, UUID environmentId, Held held) {
    return cache.get(new Key(projectId, environmentId, held), this::read);
  }

  private Optional<Update> read(Key key) {
    reads.acquireUninterruptibly();
    try {
      return transactions.readAtOneMoment(connection -> read(connection, key));
    } catch (RuntimeException e) {
      log.warn(
          "Changes of environment {} since revision {} could not be read; a snapshot is sent: {}",
          key.environmentId(),
          key.held().revision(),
          e.toString());
      return Optional.empty();
    } finally {
      reads.release();
    }
  }

  private static Optional<Update> read(Connection connection, Key key) throws SQLException {
    long from = key.held().revision();
    Optional<EnvironmentDigest> digest =
        SnapshotReader.digestAt(connection, key.environmentId(), from);
    if (!digest.equals(Optional.of(key.held().digest()))
        || SnapshotReader.countRevisionsAfter(
                connection, key.environmentId(), from, MOST_REVISIONS + 1)
            > MOST_REVISIONS) {
      return Optional.empty();
    }
    SnapshotReader.Revision newest =
        SnapshotReader.newestRevision(connection, key.environmentId()).orElseThrow();
    if (newest.seq() <= from) {
      return Optional.empty();
    }
    EnvironmentDelta delta =
        SnapshotReader.delta(connection, key.projectId(), key.environmentId(), from, newest.seq());
    return Optional.of(Update.delta(from, newest.seq(), newest.digest(), delta));
  }
}
