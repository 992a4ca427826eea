// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.audit.LogHead;
import dev.guidon.server.change.UnderLock;
import dev.guidon.server.database.Sql;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.directory.KnownPeople.Stored;
import dev.guidon.server.platform.MonotonicClock;
import dev.guidon.server.snapshot.LogFollower;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Keeps what this node knows of people, roles, tokens and places, and knows how sure of it it may be.
///
/// It is all in memory, and what is newer is asked for by number: when the log's follower or this node itself changed something, when
/// something is not there that is asked for, under the head's lock, and when nobody has confirmed the head for five seconds. What is
/// known is therefore never older than that, and whoever asks while the database is away is told so.
@Singleton
public final class PeopleDirectory {

  private static final Duration BELIEVED = Duration.ofSeconds(5);

  private static final String NEWER =
      """
      SELECT definition.definition_id, definition.kind, definition.project_id, definition.key,
        definition.current_seq, version.content, secret.secret_hash
      FROM definition
      JOIN definition_version AS version ON version.seq = definition.current_seq
      LEFT JOIN api_token_secret AS secret ON secret.definition_id = definition.definition_id
      WHERE definition.kind IN ('project', 'environment', 'user', 'service-account', 'group', 'role', 'grant', 'token',
          'admin-token')
        AND definition.current_seq > ?
      """;

  private final Transactions transactions;
  private final LogFollower follower;
  private final MonotonicClock clock;

  private final Map<UUID, Stored> definitions = new HashMap<>();
  private long seq = -1;

  /// At this number of the log, in this epoch, it is certain that nothing is missing.
  private long completeAt = -1;

  private @Nullable UUID completeIn;

  /// At this number, in the transaction that locked the log there, nothing is missing of what is committed, and nothing of it was changed
  /// in the transaction.
  private long completeHereAt = -1;

  private @Nullable LogHead completeHere;
  private volatile KnownPeople known = KnownPeople.of(Map.of());

  /// How often something may have changed, and how many of those times have been heeded. A reader that comes between a change and the end of
  /// asking for it has to ask as well.
  private final AtomicLong changes = new AtomicLong(1);

  private volatile long heeded;
  private volatile long askedAt;

  PeopleDirectory(Transactions transactions, LogFollower follower, MonotonicClock clock) {
    this.transactions = transactions;
    this.follower = follower;
    this.clock = clock;
    follower.listen(changes -> {
      if (changes.stream().anyMatch(change -> KnownPeople.isKept(change.kind()))) {
        changed();
      }
    });
    follower.listenToNewEpoch(this::forget);
  }

  /// What is known, no older than five seconds.
  ///
  /// @throws dev.guidon.server.database.DatabaseUnavailableException if that cannot be had
  public KnownPeople current() {
    return heeded != changes.get() || age().compareTo(BELIEVED) > 0 ? asked() : known;
  }

  /// What there is now.
  public KnownPeople asked() {
    return transactions.read(this::asOf);
  }

  /// What there is under the head's lock, with what was made in the same transaction.
  ///
  /// Nothing is asked for as long as nobody but this node makes changes, of which it knows that they are of something else.
  public synchronized KnownPeople under(UnderLock lock) throws SQLException {
    LogHead now = lock.now();
    if (completeIn != null && !completeIn.equals(now.epoch())) {
      forget();
    }
    completeIn = now.epoch();
    boolean unchangedHere = now.seq() == completeHereAt && lock.locked().equals(completeHere);
    if (now.seq() == completeAt || unchangedHere) {
      return complete(lock);
    }
    List<Newer> newer = Sql.list(lock.connection(), NEWER, Newer::of, seq);
    long committed = lock.locked().seq();
    if (newer.stream().allMatch(changed -> changed.seq <= committed)) {
      take(newer);
      completeAt = committed;
      return complete(lock);
    }
    // Some of it is of this transaction, which may yet come to nothing.
    Map<UUID, Stored> here = new HashMap<>(definitions);
    newer.forEach(changed -> changed.put(here));
    return KnownPeople.of(here);
  }

  private KnownPeople complete(UnderLock lock) {
    completeHere = lock.locked();
    completeHereAt = lock.now().seq();
    return known;
  }

  /// A change that is being made is of something else.
  ///
  /// @param after the log's number with it
  public synchronized void isStillKnown(UnderLock lock, long after) {
    if (lock.locked().equals(completeHere) && lock.now().seq() == completeHereAt) {
      completeHereAt = after;
    }
  }

  /// A change that has been committed was of something else.
  ///
  /// @param after the log's number with it
  public synchronized void isStillKnown(long before, long after) {
    if (completeAt == before) {
      completeAt = after;
    }
  }

  private synchronized KnownPeople asOf(Connection connection) throws SQLException {
    long asking = clock.nanos();
    // Before asking: what is committed while the answer is on its way is not in it.
    long heeding = changes.get();
    take(Sql.list(connection, NEWER, Newer::of, seq));
    askedAt = asking;
    heeded = heeding;
    return known;
  }

  private void take(List<Newer> newer) {
    for (Newer changed : newer) {
      seq = Math.max(seq, changed.seq);
      changed.put(definitions);
    }
    if (!newer.isEmpty()) {
      known = KnownPeople.of(definitions);
    }
  }

  /// To be called once something of it was changed on this node.
  public void changed() {
    var _ = changes.incrementAndGet();
  }

  /// The log goes on in another epoch, in which everything may be different.
  private synchronized void forget() {
    definitions.clear();
    seq = -1;
    known = KnownPeople.of(Map.of());
    completeAt = -1;
    completeHereAt = -1;
    changed();
  }

  private Duration age() {
    Duration asked = Duration.ofNanos(clock.nanos() - askedAt);
    Duration confirmed = follower.age();
    return asked.compareTo(confirmed) < 0 ? asked : confirmed;
  }

  /// @param content null when it is deleted
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Newer(
      UUID id,
      String kind,
      UUID projectId,
      String key,
      long seq,
      @Nullable String content,
      byte @Nullable [] secretHash) {

    static Newer of(ResultSet row) throws SQLException {
      return new Newer(
          row.getObject("definition_id", UUID.class),
          row.getString("kind"),
          row.getObject("project_id", UUID.class),
          row.getString("key"),
          row.getLong("current_seq"),
          row.getString("content"),
          row.getBytes("secret_hash"));
    }

    void put(Map<UUID, Stored> definitions) {
      if (content == null) {
        definitions.remove(id);
      } else {
        definitions.put(id, new Stored(id, kind, projectId, key, content, secretHash));
      }
    }
  }
}
