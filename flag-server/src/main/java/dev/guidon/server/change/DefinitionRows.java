// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.database.Sql;
import dev.guidon.server.platform.Paging;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of the tables `definition` and `definition_version`.
final class DefinitionRows {

  private static final String CURRENT =
      """
      SELECT version.definition_id, version.key, version.version, version.seq, version.content,
        version.wire_version, version.wire
      FROM definition
      JOIN definition_version AS version ON version.seq = definition.current_seq
      WHERE definition.kind = ?
        AND (CASE WHEN definition.kind = 'project' THEN NULL ELSE definition.project_id END)
          IS NOT DISTINCT FROM ?
        AND definition.environment_id IS NOT DISTINCT FROM ?
        AND lower(definition.key) = lower(?)
        AND NOT definition.deleted
      """;

  private static final String AT_SEQ =
      """
      SELECT version.definition_id, version.key, version.version, version.seq, version.content,
        version.wire_version, version.wire
      FROM definition_version AS version
      WHERE version.seq = ?
      """;

  private static final String AT_VERSION =
      """
      SELECT version.definition_id, version.key, version.version, version.seq, version.content,
        version.wire_version, version.wire
      FROM definition_version AS version
      WHERE version.definition_id = ? AND version.version = ?
      """;

  private static final String VERSIONS_MADE_AT =
      """
      SELECT version.seq, version.version
      FROM definition_version AS version
      WHERE version.seq = ANY (?)
      """;

  private static final String LIST =
      """
      SELECT version.definition_id, version.key, version.version, version.seq, version.content,
        version.wire_version, NULL::bytea AS wire
      FROM definition
      JOIN definition_version AS version ON version.seq = definition.current_seq
      WHERE definition.kind = ?
        AND (CASE WHEN definition.kind = 'project' THEN NULL ELSE definition.project_id END)
          IS NOT DISTINCT FROM ?
        AND definition.environment_id IS NOT DISTINCT FROM ?
        AND NOT definition.deleted
        AND lower(definition.key) > ?
        AND (definition.key ILIKE ? OR version.content::jsonb ->> 'name' ILIKE ?)
        AND version.content::jsonb @> ?::jsonb
      ORDER BY lower(definition.key)
      LIMIT ?
      """;

  private static final String OF_KEYS =
      """
      SELECT version.definition_id, version.key, version.version, version.seq, version.content,
        version.wire_version, NULL::bytea AS wire
      FROM definition
      JOIN definition_version AS version ON version.seq = definition.current_seq
      WHERE definition.kind = ?
        AND (CASE WHEN definition.kind = 'project' THEN NULL ELSE definition.project_id END) = ?
        AND definition.environment_id = ?
        AND lower(definition.key) = ANY (?)
        AND NOT definition.deleted
      """;

  private static final String ENDED_VERSION =
      """
      SELECT max(definition.current_version) AS version
      FROM definition
      WHERE definition.deleted AND definition.kind = ? AND definition.project_id = ?
        AND definition.environment_id IS NOT DISTINCT FROM ? AND definition.key = ?
      """;

  private static final String PROJECT =
      """
      SELECT project.definition_id AS project_id, project.key AS project_key
      FROM definition AS project
      WHERE project.kind = 'project' AND lower(project.key) = lower(?) AND NOT project.deleted
      """;

  private static final String ENVIRONMENT =
      """
      SELECT environment.project_id, project.key AS project_key,
        environment.definition_id AS environment_id, environment.key AS environment_key
      FROM definition AS project
      LEFT JOIN definition AS environment
        ON environment.kind = 'environment' AND environment.project_id = project.definition_id
        AND environment.environment_id IS NULL
        AND lower(environment.key) = lower(?) AND NOT environment.deleted
      WHERE project.kind = 'project' AND lower(project.key) = lower(?) AND NOT project.deleted
      """;

  private static final String ENVIRONMENTS =
      """
      SELECT environment.definition_id, environment.key
      FROM definition AS environment
      WHERE environment.kind = 'environment' AND environment.project_id = ?
        AND environment.environment_id IS NULL AND NOT environment.deleted
      ORDER BY environment.key
      """;

  // One statement each: every other writer waits while this one talks to the database.
  private static final String CREATE =
      """
      WITH created AS (
        INSERT INTO definition (definition_id, kind, project_id, environment_id, key,
          current_seq, current_version, deleted)
        VALUES (?, ?, ?, ?, ?, ?, ?, false)
      )
      INSERT INTO definition_version (definition_id, kind, project_id, environment_id, key,
        seq, version, deleted, content, wire_version, wire)
      VALUES (?, ?, ?, ?, ?, ?, ?, false, ?, ?, ?)
      """;

  private static final String PUT =
      """
      WITH moved AS (
        UPDATE definition
        SET current_seq = ?, current_version = ?, deleted = ?
        WHERE definition.definition_id = ?
      )
      INSERT INTO definition_version (definition_id, kind, project_id, environment_id, key,
        seq, version, deleted, content, wire_version, wire)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private DefinitionRows() {}

  /// A version as it is stored.
  ///
  /// @param wireVersion the version at which the wire bytes last changed; null for kinds that SDKs do not get
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record VersionRow(
      UUID id,
      String key,
      long version,
      long seq,
      @Nullable String content,
      @Nullable Long wireVersion,
      byte @Nullable [] wire) {

    static VersionRow of(ResultSet row) throws SQLException {
      return new VersionRow(
          row.getObject("definition_id", UUID.class),
          row.getString("key"),
          row.getLong("version"),
          row.getLong("seq"),
          row.getString("content"),
          row.getObject("wire_version", Long.class),
          row.getBytes("wire"));
    }

    <T extends Record> Versioned<T> as(DefinitionRef<T> ref) {
      String json = content == null ? "{}" : content;
      return new Versioned<>(ref, id, version, seq, ref.type().read(json));
    }
  }

  static Optional<VersionRow> current(Connection connection, DefinitionRef<?> ref)
      throws SQLException {
    return Sql.one(
        connection,
        CURRENT,
        VersionRow::of,
        ref.type().kind(),
        ref.type().kind().equals("project") ? null : ref.projectId(),
        ref.environmentId(),
        ref.key());
  }

  static Optional<VersionRow> atSeq(Connection connection, long seq) throws SQLException {
    return Sql.one(connection, AT_SEQ, VersionRow::of, seq);
  }

  static Optional<VersionRow> atVersion(Connection connection, UUID id, long version)
      throws SQLException {
    return Sql.one(connection, AT_VERSION, VersionRow::of, id, version);
  }

  static Map<Long, Long> versionsMadeAt(Connection connection, List<Long> seqs)
      throws SQLException {
    Map<Long, Long> versions = new HashMap<>();
    Sql.list(
        connection,
        VERSIONS_MADE_AT,
        row -> versions.put(row.getLong("seq"), row.getLong("version")),
        connection.createArrayOf("bigint", seqs.toArray()));
    return versions;
  }

  static List<VersionRow> list(
      Connection connection,
      String kind,
      @Nullable UUID projectId,
      @Nullable UUID environmentId,
      Search search,
      Paging page)
      throws SQLException {
    return Sql.list(
        connection,
        LIST,
        VersionRow::of,
        kind,
        projectId,
        environmentId,
        page.after(),
        search.pattern(),
        search.pattern(),
        search.like(),
        page.limit() + 1);
  }

  /// The last version of a deleted definition that had this key; 0 when there was none.
  static long endedVersion(Connection connection, DefinitionRef<?> ref) throws SQLException {
    return Sql.one(
            connection,
            ENDED_VERSION,
            row -> row.getLong("version"),
            ref.type().kind(),
            ref.projectId(),
            ref.environmentId(),
            ref.key())
        .orElse(0L);
  }

  static Optional<ProjectScope> project(Connection connection, String key) throws SQLException {
    return Sql.one(
        connection,
        PROJECT,
        row ->
            new ProjectScope(row.getObject("project_id", UUID.class), row.getString("project_key")),
        key);
  }

  /// The environment; empty inside when the project has none of this key, empty outside when there is no such project.
  static Optional<Optional<EnvironmentScope>> environment(
      Connection connection, String projectKey, String key) throws SQLException {
    return Sql.one(
        connection,
        ENVIRONMENT,
        row -> {
          UUID id = row.getObject("environment_id", UUID.class);
          if (id == null) {
            return Optional.empty();
          }
          var project =
              new ProjectScope(
                  row.getObject("project_id", UUID.class), row.getString("project_key"));
          return Optional.of(new EnvironmentScope(project, id, row.getString("environment_key")));
        },
        key,
        projectKey);
  }

  static List<EnvironmentScope> environments(Connection connection, ProjectScope project)
      throws SQLException {
    return Sql.list(
        connection,
        ENVIRONMENTS,
        row ->
            new EnvironmentScope(
                project, row.getObject("definition_id", UUID.class), row.getString("key")),
        project.id());
  }

  static List<VersionRow> ofKeys(
      Connection connection, String kind, EnvironmentScope environment, List<String> keys)
      throws SQLException {
    return Sql.list(
        connection,
        OF_KEYS,
        VersionRow::of,
        kind,
        environment.project().id(),
        environment.id(),
        connection.createArrayOf(
            "text", keys.stream().map(key -> key.toLowerCase(Locale.ROOT)).toArray()));
  }

  static void create(Connection connection, Write write) throws SQLException {
    DefinitionRef<?> ref = write.ref();
    Sql.update(
        connection,
        CREATE,
        write.id(),
        ref.type().kind(),
        ref.projectId(),
        ref.environmentId(),
        ref.key(),
        write.seq(),
        write.version(),
        write.id(),
        ref.type().kind(),
        ref.projectId(),
        ref.environmentId(),
        ref.key(),
        write.seq(),
        write.version(),
        write.content(),
        write.wireVersion(),
        write.wire());
  }

  static void put(Connection connection, Write write) throws SQLException {
    DefinitionRef<?> ref = write.ref();
    boolean deleted = write.content() == null;
    Sql.update(
        connection,
        PUT,
        write.seq(),
        write.version(),
        deleted,
        write.id(),
        write.id(),
        ref.type().kind(),
        ref.projectId(),
        ref.environmentId(),
        ref.key(),
        write.seq(),
        write.version(),
        deleted,
        write.content(),
        write.wireVersion(),
        write.wire());
  }
}
