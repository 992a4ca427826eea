// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;

import dev.guidon.audit.checkpoint.Checkpoint;
import dev.guidon.audit.checkpoint.VerificationKey;
import dev.guidon.audit.export.ExportLine;
import dev.guidon.audit.tree.ConsistencyProof;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.InclusionProof;
import dev.guidon.audit.tree.MerkleFrontier;
import dev.guidon.audit.tree.MerkleNode;
import dev.guidon.audit.tree.SaltedContent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The log of every change, on the connection and in the transaction of whoever makes the change.
///
/// So a change and its entries are saved together or not at all. Entries are numbered from 1 without a gap, in the order in
/// which their transactions commit.
public final class AuditLog {

  // In a WITH, so that the time is read after the wait for the lock and not before it.
  private static final String LOCK_HEAD =
      """
      WITH head AS MATERIALIZED (
        SELECT log_head.seq, log_head.epoch, log_head.last_at, log_head.frontier
        FROM log_head
        FOR UPDATE
      )
      SELECT head.seq, head.epoch, head.last_at, greatest(head.last_at, clock_timestamp()) AS at, head.frontier
      FROM head
      """;

  // One statement: every other writer waits while this one talks to the database.
  private static final String APPEND =
      """
      WITH added_entry AS (
        INSERT INTO audit_entry (
          at, seq, actor_kind, actor_id, via, token_selector, project_id, environment_id,
          action, target_kind, target_key, target_id, outcome, request_id, canonical, leaf_hash)
        SELECT ?::timestamp with time zone, entry.*
        FROM unnest(
          ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::uuid[],
          ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[]) AS entry
      ), added_payload AS (
        INSERT INTO audit_payload (seq, part, salt, content, search, words)
        SELECT payload.seq, payload.part, payload.salt, payload.content,
          convert_from(payload.content, 'UTF8')::jsonb, to_tsvector('simple', payload.words)
        FROM unnest(?::bigint[], ?::text[], ?::bytea[], ?::bytea[], ?::text[])
          AS payload (seq, part, salt, content, words)
      ), added_node AS (
        INSERT INTO audit_node (level, index, hash)
        SELECT node.level, node.index, node.hash
        FROM unnest(?::smallint[], ?::bigint[], ?::bytea[]) AS node (level, index, hash)
      )
      UPDATE log_head
      SET seq = ?, last_at = ?, frontier = ?, root = ?
      WHERE log_head.seq = ?
      """;

  private static final String ENTRIES =
      """
      SELECT entry.canonical, entry.leaf_hash, who.content AS who, what.content AS what
      FROM audit_entry AS entry
      LEFT JOIN audit_payload AS who ON who.seq = entry.seq AND who.part = 'who'
      LEFT JOIN audit_payload AS what ON what.seq = entry.seq AND what.part = 'what'
      """;

  private static final String ENTRIES_AFTER =
      ENTRIES
          + """
          WHERE entry.seq > ?
          ORDER BY entry.seq
          LIMIT ?
          """;

  private static final String HISTORY_OF =
      ENTRIES
          + """
          WHERE entry.target_id = ANY (?) AND entry.seq < ?
          ORDER BY entry.seq DESC
          LIMIT ?
          """;

  private static final String ENTRY = ENTRIES + "WHERE entry.seq = ?";

  private static final String HEAD =
      "SELECT log_head.seq, log_head.root, log_head.epoch FROM log_head";

  private static final String KEYS =
      """
      SELECT key.jwk, coalesce(key.succession, '') AS succession
      FROM audit_key AS key
      ORDER BY key.number
      """;

  private static final String ANNOUNCE =
      """
      INSERT INTO audit_key (number, kid, jwk, succession)
      SELECT count(*) + 1, ?, ?, nullif(?, '')
      FROM audit_key
      """;

  private final RandomGenerator random;

  /// @param random where salts come from; must be one that nobody can predict, such as `SecureRandom`
  public AuditLog(RandomGenerator random) {
    this.random = requireNonNull(random, "random");
  }

  /// Takes the one lock that every writer takes first, and holds it until the transaction ends.
  ///
  /// @throws IllegalStateException if the connection commits by itself, for then there is no transaction to hold it
  public LogHead lockHead(Connection connection) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalStateException(
          "autoCommit: true (expected: false, or the lock ends at once)");
    }
    try (PreparedStatement statement = connection.prepareStatement(LOCK_HEAD);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("log_head: no row (expected: the one its migration made)");
      }
      return new LogHead(
          row.getLong("seq"),
          row.getObject("epoch", UUID.class),
          row.getObject("last_at", OffsetDateTime.class).toInstant(),
          row.getObject("at", OffsetDateTime.class).toInstant(),
          MerkleFrontier.fromBytes(row.getBytes("frontier")));
    }
  }

  /// Adds events at the head, in their order, and moves the head behind them.
  ///
  /// The environments whose snapshot the transaction changes are recorded with its last event; their revision is that event's
  /// number, `head.seq() + events.size()`.
  ///
  /// @param head as [#lockHead] answered it in this transaction, or as an earlier append did
  public Appended append(
      Connection connection,
      LogHead head,
      List<AuditEvent> events,
      List<EnvironmentRevision> environments)
      throws SQLException {
    requireOneEvent(events);
    requireOwnRevisions(environments, head.seq() + events.size());

    var batch = new Batch(head);
    for (AuditEvent event : events) {
      boolean last = batch.entries.size() == events.size() - 1;
      batch.add(event, last ? environments : List.of());
    }
    LogHead newHead = batch.newHead();
    write(connection, head, batch, newHead);
    return new Appended(
        batch.entries.stream().map(entry -> new Appended.Leaf(entry.seq, entry.leafHash)).toList(),
        newHead);
  }

  public Optional<AuditEntry> entry(Connection connection, long seq) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ENTRY)) {
      statement.setLong(1, seq);
      return entries(statement).stream().findFirst();
    }
  }

  /// The entries that follow a number, oldest first, at most `limit` of them.
  public List<AuditEntry> entriesAfter(Connection connection, long seq, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ENTRIES_AFTER)) {
      statement.setLong(1, seq);
      statement.setInt(2, limit);
      return entries(statement);
    }
  }

  /// The entries about any of some targets that precede a number, newest first, at most `limit` of them.
  public List<AuditEntry> historyOf(
      Connection connection, List<String> targetIds, long beforeSeq, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HISTORY_OF)) {
      statement.setArray(1, connection.createArrayOf("text", targetIds.toArray()));
      statement.setLong(2, beforeSeq);
      statement.setInt(3, limit);
      return entries(statement);
    }
  }

  /// The entries that a filter wants and that precede a number, newest first, at most `limit` of them.
  public List<AuditEntry> newest(
      Connection connection, EntryFilter filter, long beforeSeq, int limit) throws SQLException {
    return filtered(connection, filter, "entry.seq < ? ORDER BY entry.seq DESC", beforeSeq, limit);
  }

  /// The entries that a filter wants and that follow a number, oldest first, at most `limit` of them.
  public List<AuditEntry> oldest(
      Connection connection, EntryFilter filter, long afterSeq, int limit) throws SQLException {
    return filtered(connection, filter, "entry.seq > ? ORDER BY entry.seq", afterSeq, limit);
  }

  private static List<AuditEntry> filtered(
      Connection connection, EntryFilter filter, String order, long seq, int limit)
      throws SQLException {
    String sql = ENTRIES + "WHERE " + filter.sql() + " AND " + order + " LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int count = filter.set(connection, statement);
      statement.setLong(count + 1, seq);
      statement.setInt(count + 2, limit);
      return entries(statement);
    }
  }

  /// The entries after a number and up to another, oldest first, as an export has them: whole where the filter wants them,
  /// and of the others their hashes.
  public List<ExportLine> export(
      Connection connection, EntryFilter filter, long afterSeq, long untilSeq) throws SQLException {
    List<ExportLine> lines = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(exportOf(filter))) {
      int count = filter.set(connection, statement);
      statement.setLong(count + 1, afterSeq);
      statement.setLong(count + 2, untilSeq);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          lines.add(exportLine(row));
        }
      }
    }
    return lines;
  }

  private static String exportOf(EntryFilter filter) {
    return """
    SELECT entry.seq, entry.leaf_hash, entry.canonical,
      who.salt AS who_salt, who.content AS who_content,
      what.salt AS what_salt, what.content AS what_content
    FROM (
      SELECT entry.seq, entry.leaf_hash, CASE WHEN %s THEN entry.canonical END AS canonical
      FROM audit_entry AS entry
      WHERE entry.seq > ? AND entry.seq <= ?
    ) AS entry
    LEFT JOIN audit_payload AS who
      ON entry.canonical IS NOT NULL AND who.seq = entry.seq AND who.part = 'who'
    LEFT JOIN audit_payload AS what
      ON entry.canonical IS NOT NULL AND what.seq = entry.seq AND what.part = 'what'
    ORDER BY entry.seq
    """
        .formatted(filter.sql());
  }

  private static ExportLine exportLine(ResultSet row) throws SQLException {
    long seq = row.getLong("seq");
    Hash leaf = Hash.of(row.getBytes("leaf_hash"));
    byte[] canonical = row.getBytes("canonical");
    if (canonical == null) {
      return new ExportLine.Hidden(seq, leaf);
    }
    Map<String, SaltedContent> payload = new HashMap<>();
    for (String part : ExportLine.PARTS) {
      byte[] salt = row.getBytes(part + "_salt");
      if (salt != null) {
        payload.put(part, new SaltedContent(salt, row.getBytes(part + "_content")));
      }
    }
    return new ExportLine.Shown(seq, leaf, canonical, payload);
  }

  /// Recomputes every hash from the first entry on, in short reads, up to the head at the start.
  public AuditVerification verify(Connection connection) throws SQLException {
    return new TableVerification(connection).run();
  }

  /// Which log this is, wherever it is kept: named by the epoch that it began in.
  public String origin(Connection connection) throws SQLException {
    UUID begin = entry(connection, 1).map(AuditEntry::epoch).orElse(null);
    if (begin != null) {
      return "guidon/" + begin;
    }
    return readHead(connection, row -> "guidon/" + row.getObject("epoch", UUID.class));
  }

  /// How long the log is now, and its root.
  ///
  /// @param origin as [#origin] answered it
  public Checkpoint checkpoint(Connection connection, String origin) throws SQLException {
    return readHead(
        connection,
        row -> new Checkpoint(origin, row.getLong("seq"), Hash.of(row.getBytes("root"))));
  }

  /// The keys that the log was signed with, the first one first.
  public List<AnnouncedKey> keys(Connection connection) throws SQLException {
    List<AnnouncedKey> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(KEYS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        keys.add(
            new AnnouncedKey(
                VerificationKey.parse(row.getString("jwk")), row.getString("succession")));
      }
    }
    return keys;
  }

  /// Adds a key; the log's head is to be locked.
  public void announce(Connection connection, AnnouncedKey key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ANNOUNCE)) {
      statement.setString(1, key.key().kid());
      statement.setString(2, key.key().toJson());
      statement.setString(3, key.succession());
      statement.executeUpdate();
    }
  }

  /// The root that the log had at a size, as the stored subtrees say.
  public Hash root(Connection connection, long size) throws SQLException {
    return new StoredTree(connection).root(size);
  }

  /// The hash of an entry, 1 to the log's size.
  public Hash leafHash(Connection connection, long seq) throws SQLException {
    return new StoredTree(connection).leaf(seq - 1);
  }

  /// Shows that an entry is in the log of a size.
  ///
  /// @param size not above the log's
  public InclusionProof inclusionProof(Connection connection, long seq, long size)
      throws SQLException {
    return new StoredTree(connection).inclusion(seq - 1, size);
  }

  /// Shows that the log of one size begins with that of another.
  ///
  /// @param to not above the log's size
  public ConsistencyProof consistencyProof(Connection connection, long from, long to)
      throws SQLException {
    return new StoredTree(connection).consistency(from, to);
  }

  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> T readHead(Connection connection, RowReader<T> reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HEAD);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("log_head: no row (expected: the one its migration made)");
      }
      return reader.read(row);
    }
  }

  private static void write(Connection connection, LogHead head, Batch batch, LogHead newHead)
      throws SQLException {
    OffsetDateTime at = newHead.lastAt().atOffset(UTC);
    try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
      var parameters = new Parameters(connection, statement);
      parameters.add(at);
      parameters.add("bigint", batch.entries, entry -> entry.seq);
      parameters.add("text", batch.entries, entry -> entry.columns.actorKind());
      parameters.add("text", batch.entries, entry -> entry.columns.actorId());
      parameters.add("text", batch.entries, entry -> entry.columns.via());
      parameters.add("text", batch.entries, entry -> entry.columns.tokenSelector());
      parameters.add("uuid", batch.entries, entry -> entry.columns.projectId());
      parameters.add("uuid", batch.entries, entry -> entry.columns.environmentId());
      parameters.add("text", batch.entries, entry -> entry.columns.action());
      parameters.add("text", batch.entries, entry -> entry.columns.targetKind());
      parameters.add("text", batch.entries, entry -> entry.columns.targetKey());
      parameters.add("text", batch.entries, entry -> entry.columns.targetId());
      parameters.add("text", batch.entries, entry -> entry.columns.outcome());
      parameters.add("text", batch.entries, entry -> entry.columns.requestId());
      parameters.addBytes(batch.entries, entry -> entry.canonical);
      parameters.addBytes(batch.entries, entry -> entry.leafHash.toBytes());
      parameters.add("bigint", batch.payloads, payload -> payload.seq);
      parameters.add("text", batch.payloads, payload -> payload.part);
      parameters.addBytes(batch.payloads, payload -> payload.content.salt());
      parameters.addBytes(batch.payloads, payload -> payload.content.content());
      parameters.add("text", batch.payloads, Batch.Payload::words);
      parameters.add("smallint", batch.nodes, node -> (short) node.level());
      parameters.add("bigint", batch.nodes, MerkleNode::index);
      parameters.addBytes(batch.nodes, node -> node.hash().toBytes());
      parameters.add(newHead.seq());
      parameters.add(at);
      parameters.add(newHead.frontier().toBytes());
      parameters.add(newHead.frontier().root().toBytes());
      parameters.add(head.seq());
      if (statement.executeUpdate() != 1) {
        throw new IllegalStateException(
            "head: seq " + head.seq() + " (expected: the log's, locked in this transaction)");
      }
    }
  }

  private static List<AuditEntry> entries(PreparedStatement statement) throws SQLException {
    List<AuditEntry> entries = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        entries.add(
            EntryDecoding.entry(
                row.getBytes("canonical"),
                row.getBytes("who"),
                row.getBytes("what"),
                Hash.of(row.getBytes("leaf_hash"))));
      }
    }
    return entries;
  }

  private static void requireOneEvent(List<AuditEvent> events) {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("events: none (expected: one or more)");
    }
  }

  private static void requireOwnRevisions(List<EnvironmentRevision> environments, long revision) {
    Set<UUID> seen = new HashSet<>();
    for (EnvironmentRevision environment : environments) {
      if (environment.rev() != revision) {
        throw new IllegalArgumentException(
            "rev: " + environment.rev() + " (expected: " + revision + ", the last event's number)");
      }
      if (!seen.add(environment.environmentId())) {
        throw new IllegalArgumentException(
            "environmentId: " + environment.environmentId() + " twice (expected: once)");
      }
    }
  }

  /// The rows that an append writes.
  private final class Batch {

    @SuppressWarnings("ArrayRecordComponent") // handed to the database, never compared
    private record Entry(long seq, EntryColumns columns, byte[] canonical, Hash leafHash) {}

    /// @param words what it is found by
    private record Payload(long seq, String part, SaltedContent content, String words) {}

    private final LogHead head;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Payload> payloads = new ArrayList<>();
    private final List<MerkleNode> nodes = new ArrayList<>();
    private MerkleFrontier frontier;

    Batch(LogHead head) {
      this.head = head;
      this.frontier = head.frontier();
    }

    void add(AuditEvent event, List<EnvironmentRevision> environments) {
      long seq = frontier.size() + 1;
      SaltedContent who = salted(EntryEncoding.who(event));
      SaltedContent what = salted(EntryEncoding.what(event));
      byte[] canonical =
          EntryEncoding.entry(
              seq,
              head.epoch(),
              head.at(),
              event,
              environments,
              who.commitment(),
              what.commitment());
      Hash leafHash = Hash.ofLeaf(canonical);
      MerkleFrontier.Growth growth = frontier.append(leafHash);

      entries.add(new Entry(seq, EntryColumns.of(head.at(), event), canonical, leafHash));
      payloads.add(new Payload(seq, "who", who, words(event)));
      payloads.add(new Payload(seq, "what", what, ""));
      nodes.addAll(growth.completed());
      frontier = growth.frontier();
    }

    LogHead newHead() {
      return new LogHead(frontier.size(), head.epoch(), head.at(), head.at(), frontier);
    }

    private static String words(AuditEvent event) {
      return String.join(" ", event.comment(), event.actor().display(), event.target().key());
    }

    private SaltedContent salted(byte[] content) {
      byte[] salt = new byte[SaltedContent.SALT_LENGTH];
      random.nextBytes(salt);
      return new SaltedContent(salt, content);
    }
  }

  /// Sets a statement's parameters one after the other.
  private static final class Parameters {

    private final Connection connection;
    private final PreparedStatement statement;
    private int count;

    Parameters(Connection connection, PreparedStatement statement) {
      this.connection = connection;
      this.statement = statement;
    }

    void add(Object value) throws SQLException {
      statement.setObject(++count, value);
    }

    <T> void add(String type, List<T> rows, Function<T, @Nullable Object> column)
        throws SQLException {
      add(type, rows.stream().map(column).toArray());
    }

    <T> void addBytes(List<T> rows, Function<T, byte[]> column) throws SQLException {
      add("bytea", rows.stream().map(column).toArray(byte[][]::new));
    }

    private void add(String type, @Nullable Object[] values) throws SQLException {
      statement.setArray(++count, connection.createArrayOf(type, values));
    }
  }
}
