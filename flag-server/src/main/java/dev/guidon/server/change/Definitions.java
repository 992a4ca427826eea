// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.evaluation.Value;
import dev.guidon.server.change.DefinitionRows.VersionRow;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import dev.guidon.server.platform.ProblemException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Definitions as they are stored, for reading. What is read here can change at once; a change reads anew, under its lock.
@Singleton
public final class Definitions {

  private final Transactions transactions;

  Definitions(Transactions transactions) {
    this.transactions = transactions;
  }

  /// The project of this key, or a problem `project-not-found`.
  public ProjectScope project(String key) {
    return transactions
        .read(connection -> DefinitionRows.project(connection, key))
        .filter(project -> project.key().equals(key))
        .orElseThrow(() -> projectNotFound(key));
  }

  /// The environment of this key, or a problem `project-not-found` or `environment-not-found`.
  public EnvironmentScope environment(String projectKey, String key) {
    return requireEnvironment(
        transactions.read(connection -> DefinitionRows.environment(connection, projectKey, key)),
        projectKey,
        key);
  }

  public <T extends Record> Optional<Versioned<T>> find(DefinitionRef<T> ref) {
    return transactions
        .read(connection -> DefinitionRows.current(connection, ref))
        .filter(row -> row.key().equals(ref.key()))
        .map(row -> row.as(ref));
  }

  /// The definition, or a problem `flag-not-found`, `segment-not-found`, ….
  public <T extends Record> Versioned<T> require(DefinitionRef<T> ref) {
    return find(ref).orElseThrow(() -> notFound(ref));
  }

  /// All projects.
  public <T extends Record> Page<Versioned<T>> listProjects(
      DefinitionType<T> type, Search search, Paging page) {
    List<VersionRow> rows =
        transactions.read(
            connection -> DefinitionRows.list(connection, type.kind(), null, null, search, page));
    return Page.of(rows, page, Definitions::sortKey)
        .map(row -> row.as(new DefinitionRef<>(type, row.id(), null, row.key())));
  }

  /// The definitions of a kind that belong to the installation itself.
  public <T extends Record> Page<Versioned<T>> listOfInstallation(
      DefinitionType<T> type, Search search, Paging page) {
    return list(type, new ProjectScope(DefinitionRef.NO_PROJECT, ""), search, page);
  }

  /// The definitions of a kind in a project.
  public <T extends Record> Page<Versioned<T>> list(
      DefinitionType<T> type, ProjectScope project, Search search, Paging page) {
    List<VersionRow> rows =
        transactions.read(connection ->
            DefinitionRows.list(connection, type.kind(), project.id(), null, search, page));
    return Page.of(rows, page, Definitions::sortKey)
        .map(row -> row.as(type.in(project, row.key())));
  }

  /// The definitions of a kind in an environment.
  public <T extends Record> Page<Versioned<T>> list(
      DefinitionType<T> type, EnvironmentScope environment, Search search, Paging page) {
    List<VersionRow> rows =
        transactions.read(connection ->
            DefinitionRows.list(
                connection,
                type.kind(),
                environment.project().id(),
                environment.id(),
                search,
                page));
    return Page.of(rows, page, Definitions::sortKey)
        .map(row -> row.as(type.in(environment, row.key())));
  }

  /// Those of these keys that an environment has, by key.
  public <T extends Record> Map<String, Versioned<T>> ofKeys(
      DefinitionType<T> type, EnvironmentScope environment, List<String> keys) {
    Map<String, Versioned<T>> found = new HashMap<>();
    transactions
        .read(connection -> DefinitionRows.ofKeys(connection, type.kind(), environment, keys))
        .forEach(row -> found.put(row.key(), row.as(type.in(environment, row.key()))));
    return found;
  }

  private static String sortKey(VersionRow row) {
    return row.key().toLowerCase(Locale.ROOT);
  }

  /// Which version each of these changes made, by the change's number.
  public Map<Long, Long> versionsMadeAt(List<Long> seqs) {
    return transactions.read(connection -> DefinitionRows.versionsMadeAt(connection, seqs));
  }

  /// The definition as it was at a version, or a problem `version-not-found`.
  public VersionContent versionContent(DefinitionRef<?> ref, long version) {
    Versioned<?> current = require(ref);
    return transactions
        .read(connection -> DefinitionRows.atVersion(connection, current.id(), version))
        .map(row ->
            new VersionContent(
                row.version(),
                row.seq(),
                row.content() == null ? Value.NULL : ref.type().show(row.content())))
        .orElseThrow(() -> versionNotFound(ref, version));
  }

  static ProblemException versionNotFound(DefinitionRef<?> ref, long version) {
    return ProblemException.notFound(
        "version-not-found", ref.inWords() + " has no version " + version);
  }

  static ProblemException notFound(DefinitionRef<?> ref) {
    String kind = ref.type().kind();
    return ProblemException.notFound(
        kind + "-not-found", "no " + ref.type().inWords() + " has the key " + ref.key());
  }

  /// What is answered where there is no such project, or none that the caller may know of.
  public static ProblemException projectNotFound(String key) {
    return ProblemException.notFound("project-not-found", "no project has the key " + key);
  }

  static EnvironmentScope requireEnvironment(
      Optional<Optional<EnvironmentScope>> found, String projectKey, String key) {
    return found
        .orElseThrow(() -> projectNotFound(projectKey))
        .filter(scope -> scope.project().key().equals(projectKey) && scope.key().equals(key))
        .orElseThrow(() -> environmentNotFound(projectKey, key));
  }

  /// What is answered where a project has no such environment.
  public static ProblemException environmentNotFound(String projectKey, String key) {
    return ProblemException.notFound(
        "environment-not-found", "no environment of project " + projectKey + " has the key " + key);
  }
}
