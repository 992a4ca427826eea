// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.server.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Reads environments, and what changed in them, from the tables of definitions.
public final class SnapshotReader {

  private static final String ENVIRONMENT =
      """
      SELECT
        environment.project_id,
        (SELECT log_head.epoch FROM log_head) AS epoch,
        (SELECT coalesce(max(revision.seq), 0)
         FROM environment_revision AS revision
         WHERE revision.environment_id = environment.definition_id) AS revision
      FROM definition AS environment
      WHERE environment.definition_id = ? AND environment.kind = 'environment' AND NOT environment.deleted
      """;

  private static final String OBJECTS =
      """
      SELECT version.kind, version.key, version.wire_version, version.wire
      FROM definition
      JOIN definition_version AS version ON version.seq = definition.current_seq
      WHERE NOT definition.deleted AND definition.project_id = ?
        AND (definition.kind = 'flag'
          OR (definition.environment_id = ? AND definition.kind IN ('targeting', 'segment')))
      """;

  private static final String NEWEST_REVISION =
      """
      SELECT revision.seq, revision.digest
      FROM environment_revision AS revision
      WHERE revision.environment_id = ?
      ORDER BY revision.seq DESC
      LIMIT 1
      """;

  // Of several changes of one definition only the newest that changed its bytes counts.
  private static final String DELTA =
      """
      SELECT DISTINCT ON (version.kind, version.key)
        version.kind, version.key, version.deleted, version.wire_version, version.wire
      FROM definition_version AS version
      WHERE version.project_id = ? AND version.seq > ? AND version.seq <= ?
        AND (version.kind = 'flag'
          OR (version.environment_id = ? AND version.kind IN ('targeting', 'segment')))
        AND (version.deleted OR version.wire_version = version.version)
      ORDER BY version.kind, version.key, version.seq DESC
      """;

  private SnapshotReader() {}

  /// An environment's newest revision and the digest it has there.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Revision(long seq, byte[] digest) {}

  /// The environment as it is, read at one moment or under the head's lock; empty when there is none by this id.
  static Optional<EnvironmentSnapshot> load(Connection connection, UUID environmentId)
      throws SQLException {
    Optional<EnvironmentSnapshot> empty =
        Sql.one(
            connection,
            ENVIRONMENT,
            row ->
                new EnvironmentSnapshot(
                    environmentId,
                    row.getObject("project_id", UUID.class),
                    row.getObject("epoch", UUID.class),
                    EnvironmentState.of(row.getLong("revision"), List.of()).state()),
            environmentId);
    if (empty.isEmpty()) {
      return empty;
    }
    EnvironmentSnapshot environment = empty.get();
    List<DefinitionObject> objects = objects(connection, environment.projectId(), environmentId);
    return Optional.of(
        new EnvironmentSnapshot(
            environmentId,
            environment.projectId(),
            environment.epoch(),
            EnvironmentState.of(environment.revision(), objects).state()));
  }

  /// All objects of an environment; those of its project for one that has none of its own yet.
  public static List<DefinitionObject> objects(
      Connection connection, UUID projectId, UUID environmentId) throws SQLException {
    return Sql.list(connection, OBJECTS, SnapshotReader::object, projectId, environmentId);
  }

  static Optional<Revision> newestRevision(Connection connection, UUID environmentId)
      throws SQLException {
    return Sql.one(
        connection,
        NEWEST_REVISION,
        row -> new Revision(row.getLong("seq"), row.getBytes("digest")),
        environmentId);
  }

  /// What leads from a snapshot to a later revision of its environment.
  public static EnvironmentDelta delta(
      Connection connection, EnvironmentSnapshot from, long toRevision) throws SQLException {
    List<DefinitionObject> puts = new ArrayList<>();
    List<DefinitionName> deletes = new ArrayList<>();
    Sql.list(
        connection,
        DELTA,
        row ->
            row.getBoolean("deleted")
                ? deletes.add(new DefinitionName(kind(row), row.getString("key")))
                : puts.add(object(row)),
        from.projectId(),
        from.revision(),
        toRevision,
        from.environmentId());
    return new EnvironmentDelta(puts, deletes);
  }

  private static DefinitionObject object(ResultSet row) throws SQLException {
    return DefinitionObject.of(
        kind(row), row.getString("key"), row.getLong("wire_version"), row.getBytes("wire"));
  }

  private static DefinitionKind kind(ResultSet row) throws SQLException {
    return DefinitionKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
  }
}
