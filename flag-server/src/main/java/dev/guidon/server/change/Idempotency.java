// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.audit.tree.Hash;
import dev.guidon.server.change.DefinitionRows.VersionRow;
import dev.guidon.server.database.Sql;
import dev.guidon.server.platform.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which change each idempotency key made, so that a request that is repeated is answered and not carried out again.
///
/// What is kept is the number of the version that the change made: versions are never altered, so the first answer can be
/// given again without a copy of it, which might hold a secret. A request that changed nothing is simply carried out again.
final class Idempotency {

  private static final String FIND =
      """
      SELECT request.fingerprint, request.definition_seq, request.seq, entry.leaf_hash, request.root,
        version.key, version.kind, version.project_id, version.environment_id
      FROM idempotent_request AS request
      JOIN definition_version AS version ON version.seq = request.definition_seq
      JOIN audit_entry AS entry ON entry.seq = request.seq
      WHERE request.actor_id = ? AND request.key = ?
      """;

  private static final String SAVE =
      """
      INSERT INTO idempotent_request (actor_id, key, fingerprint, definition_seq, seq, root, at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String FORGET =
      """
      DELETE FROM idempotent_request
      WHERE idempotent_request.at < ?
      """;

  private Idempotency() {}

  /// Lets go of keys that were used before this instant.
  static void forgetBefore(Connection connection, Instant instant) throws SQLException {
    Sql.update(connection, FORGET, instant);
  }

  /// What the request with this key made before.
  static <T extends Record> Optional<Committed<T>> find(
      Connection connection, Intent intent, DefinitionType<T> type) throws SQLException {
    String key = intent.origin().idempotencyKey();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    Optional<Earlier> found =
        Sql.one(
            connection,
            FIND,
            row ->
                new Earlier(
                    row.getString("fingerprint"),
                    row.getLong("definition_seq"),
                    new Receipt(
                        row.getLong("seq"),
                        Hash.of(row.getBytes("leaf_hash")),
                        Hash.of(row.getBytes("root"))),
                    row.getString("kind"),
                    row.getString("key"),
                    row.getObject("project_id", UUID.class),
                    row.getObject("environment_id", UUID.class)),
            intent.actor().id(),
            key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Earlier earlier = found.get();
    if (!earlier.fingerprint.equals(intent.fingerprint()) || !earlier.kind.equals(type.kind())) {
      throw ProblemException.refused(
          "idempotency-key-reused",
          "Idempotency-Key: " + key + " was used for another request (expected: a new key)");
    }
    return Optional.of(earlier.committed(connection, type));
  }

  static void save(Sql.Batch batch, Intent intent, Versioned<?> result, Receipt receipt, Instant at)
      throws SQLException {
    if (intent.origin().idempotencyKey().isEmpty()) {
      return;
    }
    batch.add(
        SAVE,
        intent.actor().id(),
        intent.origin().idempotencyKey(),
        intent.fingerprint(),
        result.seq(),
        receipt.seq(),
        receipt.root().toBytes(),
        at);
  }

  /// A request that was carried out.
  private record Earlier(
      String fingerprint,
      long definitionSeq,
      Receipt receipt,
      String kind,
      String key,
      UUID projectId,
      @Nullable UUID environmentId) {

    <T extends Record> Committed<T> committed(Connection connection, DefinitionType<T> type)
        throws SQLException {
      var ref = new DefinitionRef<>(type, projectId, environmentId, key);
      VersionRow row =
          DefinitionRows.atSeq(connection, definitionSeq)
              .orElseThrow(() -> new IllegalStateException("no version at " + definitionSeq));
      // What a deletion answers with is the definition that it ended.
      Versioned<T> before =
          row.version() == 1
              ? null
              : DefinitionRows.atVersion(connection, row.id(), row.version() - 1)
                  .map(earlier -> earlier.as(ref))
                  .orElse(null);
      Versioned<T> definition =
          row.content() == null && before != null
              ? new Versioned<>(ref, row.id(), row.version(), row.seq(), before.content())
              : row.as(ref);
      return new Committed<>(definition, before, receipt.seq(), receipt, List.of(), true);
    }
  }
}
