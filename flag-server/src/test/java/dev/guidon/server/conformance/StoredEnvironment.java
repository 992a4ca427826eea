// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.conformance;

import dev.guidon.codec.DefinitionCodec;
import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// An environment whose versions are written into the database by its owner, as a change would write them.
///
/// The server compiles each change and refuses what is broken, and takes weights in place of allocations. What nobody can save
/// may come to an SDK all the same (from a later release, say), and then must hurt nothing beside it. So the bytes are made by the
/// same codec, and all that follows (node, stream, client) is as ever; only the door is avoided, and with it the entry in the log, and
/// the index that keeps keys from differing by case alone.
final class StoredEnvironment {

  private final FlagServerExtension server;
  private final UUID projectId;
  private final UUID environmentId;
  private final String sdkToken;
  private final Map<DefinitionName, Stored> stored = new LinkedHashMap<>();
  private long revision;

  /// A definition's newest version.
  ///
  /// @param object null when it is deleted
  private record Stored(UUID id, long version, DefinitionObject object) {}

  private StoredEnvironment(
      FlagServerExtension server, UUID projectId, UUID environmentId, String sdkToken) {
    this.server = server;
    this.projectId = projectId;
    this.environmentId = environmentId;
    this.sdkToken = sdkToken;
  }

  /// An empty one.
  static StoredEnvironment create(FlagServerExtension server) throws SQLException {
    try (Connection owner = server.database().openOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("DROP INDEX definition_key_unique");
    }
    RestClient admin = server.admin();
    String project = "/api/v1/projects/stored";
    String environment = project + "/environments/conformance";
    UUID projectId = id(admin.post("/api/v1/projects", "{\"key\": \"stored\"}"));
    UUID environmentId = id(admin.post(project + "/environments", "{\"key\": \"conformance\"}"));
    Answer key = admin.post(environment + "/sdk-keys", "{\"key\": \"sdk\"}");
    return new StoredEnvironment(server, projectId, environmentId, key.text("/token"));
  }

  private static UUID id(Answer created) {
    if (created.status() != 201) {
      throw new AssertionError(created.status() + " " + created.body() + " (expected: 201)");
    }
    return UUID.fromString(created.text("/id"));
  }

  String sdkToken() {
    return sdkToken;
  }

  /// Makes these its definitions, in place of those that it has.
  ///
  /// @return the revision at which it has them
  long replace(EnvironmentDefinition environment) throws SQLException {
    Map<DefinitionName, byte[]> wanted = encoded(environment);
    try (Connection owner = server.database().openOwner();
        Statement statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      long seq = head(statement);
      long before = seq;
      for (DefinitionName name : List.copyOf(stored.keySet())) {
        if (!wanted.containsKey(name) && stored.get(name).object() != null) {
          write(owner, ++seq, name, null);
        }
      }
      for (Map.Entry<DefinitionName, byte[]> definition : wanted.entrySet()) {
        if (!isStored(definition.getKey(), definition.getValue())) {
          write(owner, ++seq, definition.getKey(), definition.getValue());
        }
      }
      if (seq > before) {
        revise(owner, seq);
        statement.execute("UPDATE log_head SET seq = " + seq);
        statement.execute("SELECT pg_notify('guidon_head', '" + seq + "')");
        revision = seq;
      }
      owner.commit();
    }
    return revision;
  }

  private static Map<DefinitionName, byte[]> encoded(EnvironmentDefinition environment) {
    Map<DefinitionName, byte[]> encoded = new LinkedHashMap<>();
    environment
        .flags()
        .forEach(flag ->
            encoded.put(
                new DefinitionName(DefinitionKind.FLAG, flag.key()), DefinitionCodec.encode(flag)));
    environment
        .targetings()
        .forEach(targeting ->
            encoded.put(
                new DefinitionName(DefinitionKind.TARGETING, targeting.flagKey()),
                DefinitionCodec.encode(targeting)));
    environment
        .segments()
        .forEach(segment ->
            encoded.put(
                new DefinitionName(DefinitionKind.SEGMENT, segment.key()),
                DefinitionCodec.encode(segment)));
    return encoded;
  }

  private static long head(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT log_head.seq FROM log_head FOR UPDATE")) {
      row.next();
      return row.getLong(1);
    }
  }

  private boolean isStored(DefinitionName name, byte[] bytes) {
    Stored known = stored.get(name);
    return known != null && known.object() != null && Arrays.equals(known.object().bytes(), bytes);
  }

  private void write(Connection owner, long seq, DefinitionName name, byte[] bytes)
      throws SQLException {
    Stored before = stored.get(name);
    UUID id = before == null ? UUID.randomUUID() : before.id();
    long version = before == null ? 1 : before.version() + 1;
    boolean deleted = bytes == null;
    String kind = name.kind().name().toLowerCase(Locale.ROOT);
    UUID environment = name.kind() == DefinitionKind.FLAG ? null : environmentId;
    if (before == null) {
      update(
          owner,
          """
          INSERT INTO definition (definition_id, kind, project_id, environment_id, key,
            current_seq, current_version, deleted)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
          id,
          kind,
          projectId,
          environment,
          name.key(),
          seq,
          version,
          deleted);
    } else {
      update(
          owner,
          """
          UPDATE definition SET current_seq = ?, current_version = ?, deleted = ?
          WHERE definition.definition_id = ?
          """,
          seq,
          version,
          deleted,
          id);
    }
    update(
        owner,
        """
        INSERT INTO definition_version (seq, definition_id, kind, project_id, environment_id, key,
          version, deleted, content, wire_version, wire)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        seq,
        id,
        kind,
        projectId,
        environment,
        name.key(),
        version,
        deleted,
        deleted ? null : "{}",
        deleted ? null : version,
        bytes);
    DefinitionObject object =
        deleted ? null : DefinitionObject.of(name.kind(), name.key(), version, bytes);
    stored.put(name, new Stored(id, version, object));
  }

  private void revise(Connection owner, long seq) throws SQLException {
    List<DefinitionObject> objects =
        stored.values().stream().map(Stored::object).filter(object -> object != null).toList();
    update(
        owner,
        "INSERT INTO environment_revision (environment_id, seq, prev_rev, digest) VALUES (?, ?, ?, ?)",
        environmentId,
        seq,
        revision,
        EnvironmentDigest.of(objects).toByteArray());
  }

  private static void update(Connection owner, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
