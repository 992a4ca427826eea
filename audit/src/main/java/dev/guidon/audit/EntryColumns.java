// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static dev.guidon.audit.EntryEncoding.word;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The parts of an entry that are columns of their own, so that it can be found.
record EntryColumns(
    Instant at,
    String actorKind,
    String actorId,
    String via,
    @Nullable String tokenSelector,
    @Nullable UUID projectId,
    @Nullable UUID environmentId,
    String action,
    String targetKind,
    @Nullable String targetKey,
    String targetId,
    String outcome,
    @Nullable String requestId) {

  static EntryColumns of(Instant at, AuditEvent event) {
    Via via = event.origin().via();
    Target target = event.target();
    return new EntryColumns(
        at,
        word(event.actor().kind()),
        event.actor().id(),
        word(via.kind()),
        nullIfEmpty(via.tokenSelector()),
        projectOf(event.scope()),
        environmentOf(event.scope()),
        event.action(),
        target.kind(),
        nullIfEmpty(target.key()),
        target.id(),
        word(event.outcome()),
        nullIfEmpty(event.origin().requestId()));
  }

  /// Reads a row in which all of these columns are.
  static EntryColumns of(ResultSet row) throws SQLException {
    return new EntryColumns(
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("actor_kind"),
        row.getString("actor_id"),
        row.getString("via"),
        row.getString("token_selector"),
        row.getObject("project_id", UUID.class),
        row.getObject("environment_id", UUID.class),
        row.getString("action"),
        row.getString("target_kind"),
        row.getString("target_key"),
        row.getString("target_id"),
        row.getString("outcome"),
        row.getString("request_id"));
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable UUID projectOf(Scope scope) {
    return switch (scope) {
      case Scope.Installation() -> null;
      case Scope.Project(UUID project) -> project;
      case Scope.Environment(UUID project, UUID _) -> project;
    };
  }

  private static @Nullable UUID environmentOf(Scope scope) {
    return scope instanceof Scope.Environment(UUID _, UUID environment) ? environment : null;
  }
}
