// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.AuditEntry;
import dev.guidon.audit.AuditLog;
import dev.guidon.audit.EntryFilter;
import dev.guidon.audit.Scope;
import dev.guidon.audit.export.ExportLine;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.database.Sql;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import dev.guidon.server.platform.ProblemException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Entries of the log for those who may see them, with the keys of what they are about.
@Singleton
final class Entries {

  /// Also of what was deleted: keys are never changed.
  private static final String KEYS =
      """
      SELECT definition.definition_id, definition.key
      FROM definition
      WHERE definition.definition_id = ANY (?)
      """;

  private final Transactions transactions;
  private final AuditLog log;
  private final Definitions definitions;

  Entries(Transactions transactions, AuditLog log, Definitions definitions) {
    this.transactions = transactions;
    this.log = log;
    this.definitions = definitions;
  }

  /// An entry, and the keys of its project and environment; empty where it has none.
  record Named(AuditEntry entry, String project, String environment) {}

  /// What a query wants of what may be seen, or a problem `invalid-parameter`, `project-not-found` or
  /// `environment-not-found`.
  EntryFilter filter(EntryFilter visible, EntryQuery query) {
    var filter = new Building(visible);
    filter.where(query.from(), (it, text) -> it.from(time("from", text)));
    filter.where(query.until(), (it, text) -> it.until(time("until", text)));
    filter.where(query.actor(), EntryFilter::actor);
    filter.where(query.token(), EntryFilter::token);
    filter.where(query.action(), EntryFilter::action);
    filter.where(query.kind(), EntryFilter::targetKind);
    filter.where(query.key(), EntryFilter::targetKey);
    filter.where(query.id(), EntryFilter::targetId);
    filter.where(query.request(), EntryFilter::request);
    filter.where(query.q(), EntryFilter::text);
    filter.where(query.first(), (it, seq) -> it.numbered(seq, Long.MAX_VALUE));
    filter.where(query.last(), (it, seq) -> it.numbered(0, seq));
    return place(filter.built, query);
  }

  private EntryFilter place(EntryFilter filter, EntryQuery query) {
    String project = query.project();
    String environment = query.environment();
    if (environment != null) {
      if (project == null) {
        throw ProblemException.badRequest(
            "invalid-parameter", "environment: " + environment + " (expected: with its project)");
      }
      return filter.environment(definitions.environment(project, environment).id());
    }
    return project == null ? filter : filter.project(definitions.project(project).id());
  }

  /// A page of entries, the newest first.
  Page<Named> page(EntryFilter filter, Paging page) {
    long before = page.after().isEmpty() ? Long.MAX_VALUE : Long.parseLong(page.after());
    List<Named> read =
        transactions.read(connection ->
            named(connection, log.newest(connection, filter, before, page.limit() + 1)));
    return Page.of(read, page, named -> Long.toString(named.entry().seq()));
  }

  /// The entries that follow a number, the oldest first.
  List<Named> after(EntryFilter filter, long seq, int limit) {
    return transactions.read(
        connection -> named(connection, log.oldest(connection, filter, seq, limit)));
  }

  /// The entry of a number; nothing if it is not there, or not visible.
  Optional<Named> find(EntryFilter visible, long seq) {
    return after(visible.numbered(seq, seq), seq - 1, 1).stream().findFirst();
  }

  /// As an export has them.
  List<ExportLine> export(EntryFilter filter, long after, long until) {
    return transactions.read(connection -> log.export(connection, filter, after, until));
  }

  private static List<Named> named(Connection connection, List<AuditEntry> entries)
      throws SQLException {
    Map<UUID, String> keys = keys(connection, entries);
    return entries.stream()
        .map(entry ->
            switch (entry.event().scope()) {
              case Scope.Installation() -> new Named(entry, "", "");
              case Scope.Project(UUID project) -> new Named(entry, key(keys, project), "");
              case Scope.Environment(UUID project, UUID environment) ->
                  new Named(entry, key(keys, project), key(keys, environment));
            })
        .toList();
  }

  private static String key(Map<UUID, String> keys, UUID id) {
    return keys.getOrDefault(id, id.toString());
  }

  private static Map<UUID, String> keys(Connection connection, List<AuditEntry> entries)
      throws SQLException {
    Object[] ids =
        entries.stream()
            .flatMap(entry ->
                switch (entry.event().scope()) {
                  case Scope.Installation() -> Stream.<UUID>empty();
                  case Scope.Project(UUID project) -> Stream.of(project);
                  case Scope.Environment(UUID project, UUID environment) ->
                      Stream.of(project, environment);
                })
            .distinct()
            .toArray();
    Map<UUID, String> keys = new HashMap<>();
    Sql.list(
            connection,
            KEYS,
            row -> Map.entry(row.getObject("definition_id", UUID.class), row.getString("key")),
            connection.createArrayOf("uuid", ids))
        .forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
    return keys;
  }

  private static Instant time(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw ProblemException.badRequest(
          "invalid-parameter",
          name + ": " + text + " (expected: an instant such as 2026-11-21T09:30:00Z)");
    }
  }

  /// Adds a condition for each parameter that is there.
  private static final class Building {

    private EntryFilter built;

    Building(EntryFilter visible) {
      this.built = visible;
    }

    <T> void where(@Nullable T value, BiFunction<EntryFilter, T, EntryFilter> condition) {
      if (value != null) {
        built = condition.apply(built, value);
      }
    }
  }
}
