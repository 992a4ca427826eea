// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.audit.LogHead;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.server.change.DefinitionRows.VersionRow;
import dev.guidon.server.database.DatabaseUnavailableException;
import dev.guidon.server.platform.IdGenerator;
import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.snapshot.EnvironmentSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A change while it is made: what is current under the lock, and what is to become of it.
///
/// Nothing is written before the work is done and everything that it leaves has been compiled; if either throws, nothing is.
public final class Change {

  private final LockedLog locked;
  private final Connection connection;
  private final LogHead head;
  private final IdGenerator ids;
  private final Map<DefinitionRef<?>, Optional<VersionRow>> rows = new HashMap<>();
  private final Map<DefinitionRef<?>, Versioned<?>> read = new HashMap<>();
  private final Map<DefinitionRef<?>, Write> writes = new LinkedHashMap<>();
  private final Map<DefinitionRef<?>, Record> contents = new HashMap<>();
  private final Map<DefinitionRef<?>, Versioned<?>> defaults = new HashMap<>();
  private final List<Consumer<Connection>> alongside = new ArrayList<>();
  private final Map<UUID, EnvironmentScope> scopes = new HashMap<>();
  private UnaryOperator<String> placesInRequest = UnaryOperator.identity();

  Change(LockedLog locked, IdGenerator ids) {
    this.locked = locked;
    this.connection = locked.connection();
    this.head = locked.head();
    this.ids = ids;
  }

  /// When this change is made, by the log's clock.
  public Instant at() {
    return head.at();
  }

  /// The project of this key, or a problem `project-not-found`.
  public ProjectScope project(String key) {
    return sql(() -> DefinitionRows.project(connection, key))
        .filter(project -> project.key().equals(key))
        .orElseThrow(() -> Definitions.projectNotFound(key));
  }

  /// The environment of this key, or a problem `project-not-found` or `environment-not-found`.
  public EnvironmentScope environment(String projectKey, String key) {
    EnvironmentScope scope =
        Definitions.requireEnvironment(
            sql(() -> DefinitionRows.environment(connection, projectKey, key)), projectKey, key);
    scopes.put(scope.id(), scope);
    return scope;
  }

  /// As {@link #environment(String, String)}, having read at once what there is of one key in its project and in itself: every
  /// other writer waits while the database is asked.
  public EnvironmentScope environmentWith(
      String projectKey,
      String environmentKey,
      DefinitionType<?> inProject,
      DefinitionType<?> inEnvironment,
      String key) {
    var read =
        sql(() ->
            DefinitionRows.environmentAndDefinitions(
                connection,
                projectKey,
                environmentKey,
                inProject.kind(),
                inEnvironment.kind(),
                key));
    EnvironmentScope scope =
        Definitions.requireEnvironment(read.environment(), projectKey, environmentKey);
    scopes.put(scope.id(), scope);
    rows.put(
        inProject.in(scope.project(), key),
        Optional.ofNullable(read.found().get(inProject.kind())));
    rows.put(
        inEnvironment.in(scope, key), Optional.ofNullable(read.found().get(inEnvironment.kind())));
    return scope;
  }

  /// All environments of a project, by key.
  public List<EnvironmentScope> environments(ProjectScope project) {
    List<EnvironmentScope> environments =
        sql(() -> DefinitionRows.environments(connection, project));
    environments.forEach(scope -> scopes.put(scope.id(), scope));
    return environments;
  }

  /// The environment's definitions, compiled, as they were before this change.
  public EnvironmentState state(EnvironmentScope environment) {
    return snapshot(environment.id()).state();
  }

  EnvironmentSnapshot snapshot(UUID environmentId) {
    return sql(() -> locked.environment(environmentId))
        .orElseThrow(() -> new IllegalStateException("environment " + environmentId + " is gone"));
  }

  /// The definition as it is now, with what this change did to it.
  public <T extends Record> Optional<Versioned<T>> find(DefinitionRef<T> ref) {
    Write write = writes.get(ref);
    if (write != null) {
      return write.content() == null
          ? Optional.empty()
          : Optional.of(versioned(ref, write, ref.type().read(write.content())));
    }
    return row(ref).filter(row -> row.key().equals(ref.key())).map(row -> read(row, ref));
  }

  /// The definition as it is now, or a problem `flag-not-found`, `segment-not-found`, …; `version-changed` when it is not
  /// what the caller read.
  public <T extends Record> Versioned<T> require(DefinitionRef<T> ref, Precondition precondition) {
    Versioned<T> current = find(ref).orElseThrow(() -> Definitions.notFound(ref));
    precondition.check(current);
    return current;
  }

  /// The content that a definition had at a version, or a problem `version-not-found`.
  public <T extends Record> T contentAt(Versioned<T> current, long version) {
    return sql(() -> DefinitionRows.atVersion(connection, current.id(), version))
        .map(row -> row.as(current.ref()).content())
        .orElseThrow(() -> Definitions.versionNotFound(current.ref(), version));
  }

  /// A new definition, or a problem `key-taken`.
  public <T extends Record> Versioned<T> create(DefinitionRef<T> ref, T content) {
    return create(ref, ids.next(), content);
  }

  /// As {@link #create(DefinitionRef, Record)}, with an id made beforehand.
  public <T extends Record> Versioned<T> create(DefinitionRef<T> ref, UUID id, T content) {
    row(ref)
        .ifPresent(row -> {
          throw keyTaken(ref, row.key());
        });
    long version = sql(() -> DefinitionRows.endedVersion(connection, ref)) + 1;
    byte[] wire = ref.type().encode(ref.key(), content);
    return write(
        new Write(
            nextSeq(),
            ref,
            id,
            version,
            "created",
            null,
            ref.type().write(content),
            wire == null ? null : version,
            wire),
        content);
  }

  /// The definition with other content, as `ref.kind().updated` in the log.
  public <T extends Record> Versioned<T> put(Versioned<T> before, T content) {
    return put(before, content, "updated");
  }

  /// The definition with other content; nothing is written when the content is what it was.
  ///
  /// @param before as this change handed it out; with version 0, the definition is created
  /// @param action what is done to it, in the past tense: `archived`
  public <T extends Record> Versioned<T> put(Versioned<T> before, T content, String action) {
    DefinitionRef<T> ref = before.ref();
    if (content.equals(before.content())) {
      return before;
    }
    if (before.version() == 0) {
      defaults.put(ref, before);
      Versioned<T> created = create(ref, content);
      writes.computeIfPresent(ref, (same, write) -> withAction(write, action));
      return created;
    }
    String json = ref.type().write(content);
    VersionRow row = row(ref).orElseThrow(() -> Definitions.notFound(ref));
    if (json.equals(row.content())) {
      return before;
    }
    long version = row.version() + 1;
    byte[] wire = ref.type().encode(ref.key(), content);
    boolean sameWire = wire != null && Arrays.equals(wire, row.wire());
    Long wireVersion = wire == null ? null : sameWire ? row.wireVersion() : (Long) version;
    return write(
        new Write(
            nextSeq(), ref, row.id(), version, action, row.content(), json, wireVersion, wire),
        content);
  }

  /// The definition's end.
  public <T extends Record> Versioned<T> delete(Versioned<T> before, String action) {
    DefinitionRef<T> ref = before.ref();
    VersionRow row = row(ref).orElseThrow(() -> Definitions.notFound(ref));
    return write(
        new Write(
            nextSeq(), ref, row.id(), row.version() + 1, action, row.content(), null, null, null),
        before.content());
  }

  /// Has something written beside the definitions, such as the hash of a secret, once they are.
  public void alongside(Consumer<Connection> writing) {
    alongside.add(writing);
  }

  /// Says that the request is not the definition itself, and where in it each place of the definition comes from, so that
  /// problems point there.
  ///
  /// @param places for a JSON pointer into the definition, one into the request
  public void isAskedForElsewhere(UnaryOperator<String> places) {
    placesInRequest = places;
  }

  UnaryOperator<String> placesInRequest() {
    return placesInRequest;
  }

  void writeAlongside() {
    alongside.forEach(writing -> writing.accept(connection));
  }

  Connection connection() {
    return connection;
  }

  UnderLock underLock() {
    return locked.underLock();
  }

  /// What this change does.
  List<Effect> effects() {
    return writes.values().stream().map(write -> effect(write, write.ref())).toList();
  }

  private <T extends Record> Effect effect(Write write, DefinitionRef<T> ref) {
    T before = contentBefore(write, ref);
    String written =
        before == null || write.before() != null ? write.before() : ref.type().write(before);
    Set<String> verbs =
        before == null || write.content() == null
            ? Set.of("write")
            : ref.type().verbs(before, contentAfter(ref));
    return new Effect(ref, write.id(), verbs, written, write.content());
  }

  private <T extends Record> @Nullable T contentBefore(Write write, DefinitionRef<T> ref) {
    Versioned<?> known = defaults.containsKey(ref) ? defaults.get(ref) : read.get(ref);
    if (known == null) {
      return write.before() == null ? null : ref.type().read(write.before());
    }
    @SuppressWarnings("unchecked") // kept under its own reference
    T content = (T) known.content();
    return content;
  }

  @SuppressWarnings("unchecked") // kept under its own reference
  private <T extends Record> T contentAfter(DefinitionRef<T> ref) {
    return (T) Objects.requireNonNull(contents.get(ref), "contents");
  }

  /// What a definition was before this change, if only by default; null when it is new, or as it was.
  <T extends Record> @Nullable Versioned<T> before(Versioned<T> after) {
    VersionRow row = rows.getOrDefault(after.ref(), Optional.empty()).orElse(null);
    if (row == null) {
      @SuppressWarnings("unchecked") // kept under its own reference
      var byDefault = (@Nullable Versioned<T>) defaults.get(after.ref());
      return byDefault;
    }
    return row.version() == after.version() ? null : read(row, after.ref());
  }

  LogHead head() {
    return head;
  }

  List<Write> writes() {
    return List.copyOf(writes.values());
  }

  /// What an environment is called in messages.
  String environmentKey(UUID environmentId) {
    EnvironmentScope scope = scopes.get(environmentId);
    return scope == null ? environmentId.toString() : scope.key();
  }

  private <T extends Record> Versioned<T> write(Write write, T content) {
    @SuppressWarnings("unchecked") // made from a reference of this type by the callers above
    DefinitionRef<T> ref = (DefinitionRef<T>) write.ref();
    if (writes.containsKey(ref)) {
      throw new IllegalStateException(
          ref.inWords() + " is written twice (expected: once a change)");
    }
    writes.put(ref, write);
    contents.put(ref, content);
    return versioned(ref, write, content);
  }

  private static <T extends Record> Versioned<T> versioned(
      DefinitionRef<T> ref, Write write, T content) {
    return new Versioned<>(ref, write.id(), write.version(), write.seq(), content);
  }

  private static Write withAction(Write write, String action) {
    return new Write(
        write.seq(),
        write.ref(),
        write.id(),
        write.version(),
        action,
        write.before(),
        write.content(),
        write.wireVersion(),
        write.wire());
  }

  private long nextSeq() {
    return head.seq() + writes.size() + 1;
  }

  private <T extends Record> Versioned<T> read(VersionRow row, DefinitionRef<T> ref) {
    @SuppressWarnings("unchecked") // kept under its own reference
    var versioned = (Versioned<T>) read.computeIfAbsent(ref, _ -> row.as(ref));
    return versioned;
  }

  private Optional<VersionRow> row(DefinitionRef<?> ref) {
    return rows.computeIfAbsent(
        ref, absent -> sql(() -> DefinitionRows.current(connection, absent)));
  }

  private static ProblemException keyTaken(DefinitionRef<?> ref, String taken) {
    String difference =
        taken.equals(ref.key()) ? "is in use" : "differs only by case from " + taken;
    String detail = "key: " + ref.key() + " " + difference + " (expected: another key)";
    return ProblemException.of(
        409, "key-taken", detail, List.of(Problem.Fault.of("/key", "key-taken", detail)));
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws SQLException;
  }

  private static <T> T sql(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(e);
    }
  }
}
