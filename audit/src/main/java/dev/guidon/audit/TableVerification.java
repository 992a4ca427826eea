// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.AuditVerification.Broken;
import dev.guidon.audit.AuditVerification.Intact;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.LogVerifier;
import dev.guidon.audit.tree.LoggedEntry;
import dev.guidon.audit.tree.MerkleFrontier;
import dev.guidon.audit.tree.MerkleNode;
import dev.guidon.audit.tree.SaltedContent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the tables from the first entry to the head and has a [LogVerifier] recompute them.
///
/// What the tables repeat for searching is compared with what is hashed. Entries are read a page at a time: what is written
/// meanwhile only ever comes after the head that was read first.
final class TableVerification {

  private static final int PAGE = 1_000;

  // highest: the last number that anything in the tables belongs to.
  private static final String HEAD =
      """
      SELECT head.seq, head.frontier, head.root,
        greatest(
          (SELECT max(entry.seq) FROM audit_entry AS entry),
          (SELECT max(payload.seq) FROM audit_payload AS payload),
          (SELECT max((node.index + 1) << node.level)
           FROM generate_series(1, 62) AS level (number)
           JOIN LATERAL (
             SELECT node.level, node.index
             FROM audit_node AS node
             WHERE node.level = level.number
             ORDER BY node.index DESC
             LIMIT 1
           ) AS node ON true),
          0) AS highest
      FROM log_head AS head
      """;

  private static final String ENTRIES =
      """
      SELECT entry.*,
        who.salt AS who_salt, who.content AS who_content,
        what.salt AS what_salt, what.content AS what_content
      FROM audit_entry AS entry
      LEFT JOIN audit_payload AS who ON who.seq = entry.seq AND who.part = 'who'
      LEFT JOIN audit_payload AS what ON what.seq = entry.seq AND what.part = 'what'
      WHERE entry.seq > ? AND entry.seq <= ?
      ORDER BY entry.seq
      """;

  private static final String FIRST_WRONG_SEARCH =
      """
      SELECT min(payload.seq) AS seq
      FROM audit_payload AS payload
      JOIN audit_entry AS entry ON entry.seq = payload.seq
      WHERE payload.seq > ? AND payload.seq <= ?
        AND (payload.search <> convert_from(payload.content, 'UTF8')::jsonb
          OR payload.words <> CASE payload.part WHEN 'who'
            THEN to_tsvector('simple', concat_ws(' ', payload.search ->> 'comment', payload.search ->> 'display', entry.target_key))
            ELSE '' END)
      """;

  private static final String NODES =
      """
      SELECT node.level, node.index, node.hash
      FROM generate_series(1, 62) AS level (number)
      JOIN audit_node AS node
        ON node.level = level.number
        AND node.index >= ?::bigint >> level.number
        AND node.index < ?::bigint >> level.number
      """;

  private final Connection connection;
  private final LogVerifier verifier = new LogVerifier();

  TableVerification(Connection connection) {
    this.connection = connection;
  }

  AuditVerification run() throws SQLException {
    long size;
    byte[] frontier;
    Hash root;
    try (PreparedStatement statement = connection.prepareStatement(HEAD);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return new Broken(0, "head: missing");
      }
      size = row.getLong("seq");
      frontier = row.getBytes("frontier");
      root = Hash.of(row.getBytes("root"));
      if (row.getLong("highest") > size) {
        return new Broken(
            size, "head: seq " + size + " (expected: " + row.getLong("highest") + ")");
      }
    }
    long seq = 0;
    while (seq < size) {
      long until = Math.min(size, seq + PAGE);
      Optional<Broken> broken = check(seq, until);
      if (broken.isPresent()) {
        return broken.get();
      }
      seq = until;
    }
    return end(size, frontier, root);
  }

  private Optional<Broken> check(long after, long until) throws SQLException {
    Map<Long, List<MerkleNode>> nodes = nodes(after, until);
    long expected = after;
    try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
      statement.setLong(1, after);
      statement.setLong(2, until);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          expected++;
          Optional<String> problem = problemIn(row, nodes);
          if (problem.isPresent()) {
            return Optional.of(new Broken(expected, problem.get()));
          }
        }
      }
    }
    if (expected < until) {
      return Optional.of(new Broken(expected + 1, "entry: missing"));
    }
    return checkSearch(after, until);
  }

  private Optional<String> problemIn(ResultSet row, Map<Long, List<MerkleNode>> nodes)
      throws SQLException {
    LoggedEntry logged = logged(row, nodes);
    Optional<String> problem = verifier.next(logged);
    if (problem.isPresent()) {
      return problem;
    }
    AuditEntry entry;
    try {
      entry = EntryDecoding.entry(logged.canonical(), null, null, logged.leafHash());
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.of("entry: " + e.getMessage());
    }
    EntryColumns expected = EntryColumns.of(entry.at(), entry.event());
    EntryColumns found = EntryColumns.of(row);
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of("columns: " + found + " (expected: " + expected + ")");
  }

  // After the page's payloads were verified, so that each is known to be JSON.
  private Optional<Broken> checkSearch(long after, long until) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIRST_WRONG_SEARCH)) {
      statement.setLong(1, after);
      statement.setLong(2, until);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long seq = row.getLong("seq");
        return row.wasNull()
            ? Optional.empty()
            : Optional.of(new Broken(seq, "payload: search is not its content"));
      }
    }
  }

  private AuditVerification end(long size, byte[] frontier, Hash root) {
    Optional<String> problem = verifier.end(size, root);
    if (problem.isPresent()) {
      return new Broken(size, problem.get());
    }
    Optional<Long> missing = verifier.firstMissing();
    if (missing.isPresent()) {
      return new Broken(missing.get(), "payload: missing, and no entry says that it was erased");
    }
    try {
      MerkleFrontier edge = MerkleFrontier.fromBytes(frontier);
      if (edge.size() == size && edge.root().equals(root)) {
        return new Intact(size, root);
      }
      return new Broken(
          size, "head: frontier " + edge + " (expected: size " + size + ", root " + root + ")");
    } catch (IllegalArgumentException e) {
      return new Broken(size, "head: " + requireNonNull(e.getMessage()));
    }
  }

  private static LoggedEntry logged(ResultSet row, Map<Long, List<MerkleNode>> nodes)
      throws SQLException {
    long seq = row.getLong("seq");
    Map<String, SaltedContent> payload = new HashMap<>();
    for (String part : List.of("who", "what")) {
      byte[] salt = row.getBytes(part + "_salt");
      if (salt != null) {
        payload.put(part, new SaltedContent(salt, row.getBytes(part + "_content")));
      }
    }
    return new LoggedEntry(
        seq,
        row.getBytes("canonical"),
        Hash.of(row.getBytes("leaf_hash")),
        payload,
        nodes.getOrDefault(seq, List.of()));
  }

  private Map<Long, List<MerkleNode>> nodes(long after, long until) throws SQLException {
    Map<Long, List<MerkleNode>> nodes = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(NODES)) {
      statement.setLong(1, after);
      statement.setLong(2, until);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          var node =
              new MerkleNode(
                  row.getInt("level"), row.getLong("index"), Hash.of(row.getBytes("hash")));
          nodes.computeIfAbsent(node.completedAt(), _ -> new ArrayList<>()).add(node);
        }
      }
    }
    nodes.values().forEach(completed -> completed.sort(Comparator.comparingInt(MerkleNode::level)));
    return nodes;
  }
}
