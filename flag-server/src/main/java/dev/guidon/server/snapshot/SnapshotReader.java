// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentDigest;
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

  private static final String ENVIRONMENTS =
      """
      SELECT environment.definition_id
      FROM definition AS environment
      WHERE environment.kind = 'environment' AND NOT environment.deleted
      ORDER BY environment.definition_id
      """;

  private static final String DIGEST_AT =
      """
      SELECT revision.digest
      FROM environment_revision AS revision
      WHERE revision.environment_id = ? AND revision.seq = ?
      """;

  private static final String REVISIONS_AFTER =
      """
      SELECT revision.seq
      FROM environment_revision AS revision
      WHERE revision.environment_id = ? AND revision.seq > ?
      LIMIT ?
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
  public record Revision(long seq, EnvironmentDigest digest) {}

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

  /// All environments that there are.
  static List<UUID> environmentIds(Connection connection) throws SQLException {
    return Sql.list(connection, ENVIRONMENTS, row -> row.getObject("definition_id", UUID.class));
  }

  /// The digest that an environment has at one of its revisions; empty when it has no such revision.
  public static Optional<EnvironmentDigest> digestAt(
      Connection connection, UUID environmentId, long revision) throws SQLException {
    return Sql.one(connection, DIGEST_AT, SnapshotReader::digest, environmentId, revision);
  }

  /// How many revisions an environment has after one, counted up to `most`.
  public static int countRevisionsAfter(
      Connection connection, UUID environmentId, long revision, int most) throws SQLException {
    return Sql.list(
            connection, REVISIONS_AFTER, row -> row.getLong("seq"), environmentId, revision, most)
        .size();
  }

  private static EnvironmentDigest digest(ResultSet row) throws SQLException {
    return EnvironmentDigest.of(row.getBytes("digest"));
  }

  public static Optional<Revision> newestRevision(Connection connection, UUID environmentId)
      throws SQLException {
    return Sql.one(
        connection,
        NEWEST_REVISION,
        row -> new Revision(row.getLong("seq"), digest(row)),
        environmentId);
  }

  /// What leads from one revision of an environment to a later one.
  public static EnvironmentDelta delta(
      Connection connection, UUID projectId, UUID environmentId, long from, long to)
      throws SQLException {
    List<DefinitionObject> puts = new ArrayList<>();
    List<DefinitionName> deletes = new ArrayList<>();
    Sql.list(
        connection,
        DELTA,
        row ->
            row.getBoolean("deleted")
                ? deletes.add(new DefinitionName(kind(row), row.getString("key")))
                : puts.add(object(row)),
        projectId,
        from,
        to,
        environmentId);
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
