// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.database.Sql;
import dev.guidon.server.platform.Paging;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The SQL of the tables `definition` and `definition_version`.
final class DefinitionRows {

  private static final String OF_INSTALLATION = belonging("IS NULL", "IS NULL");
  private static final String OF_PROJECT = belonging("= ?", "IS NULL");
  private static final String OF_ENVIRONMENT = belonging("= ?", "= ?");

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

  // One statement for three questions: every other writer waits while they are asked.
  private static final String ENVIRONMENT_AND_DEFINITIONS =
      """
      WITH place AS (
      %s
      )
      SELECT place.project_id, place.project_key, place.environment_id, place.environment_key,
        held.kind, version.definition_id, version.key, version.version, version.seq, version.content,
        version.wire_version, version.wire
      FROM place
      LEFT JOIN LATERAL (
        SELECT definition.kind, definition.current_seq
        FROM definition
        WHERE definition.kind = ? AND %s AND lower(definition.key) = lower(?) AND NOT definition.deleted
        UNION ALL
        SELECT definition.kind, definition.current_seq
        FROM definition
        WHERE definition.kind = ? AND %s AND lower(definition.key) = lower(?) AND NOT definition.deleted
      ) AS held ON true
      LEFT JOIN definition_version AS version ON version.seq = held.current_seq
      """
          .formatted(
              ENVIRONMENT,
              belonging("= place.project_id", "IS NULL"),
              belonging("= place.project_id", "= place.environment_id"));

  private static final String ENVIRONMENTS =
      """
      SELECT environment.definition_id, environment.key
      FROM definition AS environment
      WHERE environment.kind = 'environment' AND environment.project_id = ?
        AND environment.environment_id IS NULL AND NOT environment.deleted
      ORDER BY environment.key
      """;

  private static final String CREATE =
      """
      INSERT INTO definition (definition_id, kind, project_id, environment_id, key,
        current_seq, current_version, deleted)
      VALUES (?, ?, ?, ?, ?, ?, ?, false)
      """;

  private static final String MOVE =
      """
      UPDATE definition
      SET current_seq = ?, current_version = ?, deleted = ?
      WHERE definition.definition_id = ?
      """;

  private static final String ADD_VERSION =
      """
      INSERT INTO definition_version (definition_id, kind, project_id, environment_id, key,
        seq, version, deleted, content, wire_version, wire)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private DefinitionRows() {}

  /// Whose a definition is, in the words of the index `definition_key_unique`. `IS NOT DISTINCT FROM` would say it once for
  /// all, and look through everything of the kind.
  private static String belonging(String projectId, String environmentId) {
    return """
    (CASE WHEN definition.kind = 'project' THEN NULL ELSE definition.project_id END) %s
      AND definition.environment_id %s\
    """
        .formatted(projectId, environmentId);
  }

  private static String belonging(@Nullable UUID projectId, @Nullable UUID environmentId) {
    return projectId == null
        ? OF_INSTALLATION
        : environmentId == null ? OF_PROJECT : OF_ENVIRONMENT;
  }

  private static String current(String belonging) {
    return """
    SELECT version.definition_id, version.key, version.version, version.seq, version.content,
      version.wire_version, version.wire
    FROM definition
    JOIN definition_version AS version ON version.seq = definition.current_seq
    WHERE definition.kind = ? AND %s AND lower(definition.key) = lower(?) AND NOT definition.deleted
    """
        .formatted(belonging);
  }

  /// @param some whether only those of some ids are wanted
  private static String list(String belonging, boolean some) {
    return """
    SELECT version.definition_id, version.key, version.version, version.seq, version.content,
      version.wire_version, NULL::bytea AS wire
    FROM definition
    JOIN definition_version AS version ON version.seq = definition.current_seq
    WHERE definition.kind = ? AND %s
      AND NOT definition.deleted
      AND lower(definition.key) > ?
      AND (definition.key ILIKE ? OR version.content::jsonb ->> 'name' ILIKE ?)
      AND version.content::jsonb @> ?::jsonb
      %s
    ORDER BY lower(definition.key)
    LIMIT ?
    """
        .formatted(belonging, some ? "AND definition.definition_id = ANY (?)" : "");
  }

  /// Parameters of a statement that says of which kind a definition is and whose, and then the rest.
  private static Object[] parameters(
      String kind, @Nullable UUID projectId, @Nullable UUID environmentId, Object... rest) {
    return Stream.concat(
            Stream.of(kind, projectId, environmentId).filter(Objects::nonNull), Stream.of(rest))
        .toArray();
  }

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
    UUID projectId = ref.type().kind().equals("project") ? null : ref.projectId();
    return Sql.one(
        connection,
        current(belonging(projectId, ref.environmentId())),
        VersionRow::of,
        parameters(ref.type().kind(), projectId, ref.environmentId(), ref.key()));
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
    Set<UUID> among = search.among();
    List<Object> rest =
        new ArrayList<>(List.of(page.after(), search.pattern(), search.pattern(), search.like()));
    if (among != null) {
      rest.add(connection.createArrayOf("uuid", among.toArray()));
    }
    rest.add(page.limit() + 1);
    return Sql.list(
        connection,
        list(belonging(projectId, environmentId), among != null),
        VersionRow::of,
        parameters(kind, projectId, environmentId, rest.toArray()));
  }

  /// The last version of a deleted definition that had this key; 0 when there was none.
  static long endedVersion(Connection connection, DefinitionRef<?> ref) throws SQLException {
    return Sql.one(
            connection,
            ENDED_VERSION,
            row -> row.getLong("version"),
            ref.type().kind(),
            ref.projectId(),
            Sql.orNull(ref.environmentId()),
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
    return Sql.one(connection, ENVIRONMENT, DefinitionRows::scope, key, projectKey);
  }

  private static Optional<EnvironmentScope> scope(ResultSet row) throws SQLException {
    UUID id = row.getObject("environment_id", UUID.class);
    if (id == null) {
      return Optional.empty();
    }
    var project =
        new ProjectScope(row.getObject("project_id", UUID.class), row.getString("project_key"));
    return Optional.of(new EnvironmentScope(project, id, row.getString("environment_key")));
  }

  /// An environment, as {@link #environment} has it, and which definitions of one key there are in its project and in itself.
  ///
  /// @param found by kind
  record EnvironmentAndDefinitions(
      Optional<Optional<EnvironmentScope>> environment, Map<String, VersionRow> found) {}

  static EnvironmentAndDefinitions environmentAndDefinitions(
      Connection connection,
      String projectKey,
      String environmentKey,
      String kindInProject,
      String kindInEnvironment,
      String key)
      throws SQLException {
    Map<String, VersionRow> found = new HashMap<>();
    List<Optional<EnvironmentScope>> environment =
        Sql.list(
            connection,
            ENVIRONMENT_AND_DEFINITIONS,
            row -> {
              String kind = row.getString("kind");
              if (kind != null) {
                found.put(kind, VersionRow.of(row));
              }
              return scope(row);
            },
            environmentKey,
            projectKey,
            kindInProject,
            key,
            kindInEnvironment,
            key);
    return new EnvironmentAndDefinitions(environment.stream().findFirst(), found);
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

  static void write(Sql.Batch batch, Write write) throws SQLException {
    DefinitionRef<?> ref = write.ref();
    Object environmentId = Sql.orNull(ref.environmentId());
    boolean deleted = write.content() == null;
    if (write.before() == null) {
      batch.add(
          CREATE,
          write.id(),
          ref.type().kind(),
          ref.projectId(),
          environmentId,
          ref.key(),
          write.seq(),
          write.version());
    } else {
      batch.add(MOVE, write.seq(), write.version(), deleted, write.id());
    }
    batch.add(
        ADD_VERSION,
        write.id(),
        ref.type().kind(),
        ref.projectId(),
        environmentId,
        ref.key(),
        write.seq(),
        write.version(),
        deleted,
        write.content(),
        write.wireVersion(),
        write.wire());
  }
}
