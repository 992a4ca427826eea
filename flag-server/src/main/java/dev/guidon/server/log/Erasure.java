// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static dev.guidon.audit.tree.CheckedEntry.ERASURE;

import dev.guidon.audit.Actor;
import dev.guidon.audit.AuditEvent;
import dev.guidon.audit.Change;
import dev.guidon.audit.Origin;
import dev.guidon.audit.Outcome;
import dev.guidon.audit.Scope;
import dev.guidon.audit.Target;
import dev.guidon.audit.Via;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.server.change.Changes;
import dev.guidon.server.database.Database;
import dev.guidon.server.database.Sql;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.platform.IdGenerator;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Erases what the log knows of a person, as the operator asks for by `--erase-actor` at a start: name, address, program and
/// comment of all that an actor did.
///
/// First an entry says which parts go, then they go: whoever verifies the log finds the entry where they miss something. What
/// is interrupted between the two is finished by asking again.
@Context
@Requires(property = "erase-actor")
final class Erasure {

  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

  private static final String OF_ACTOR =
      """
      SELECT payload.seq
      FROM audit_entry AS entry
      JOIN audit_payload AS payload ON payload.seq = entry.seq AND payload.part = 'who'
      WHERE entry.actor_id = ?
      ORDER BY payload.seq
      """;

  private static final String ERASE =
      """
      DELETE FROM audit_payload AS payload
      WHERE payload.part = 'who' AND payload.seq = ANY (?)
      """;

  private final String actor;
  private final Transactions transactions;
  private final Changes changes;
  private final Database database;
  private final IdGenerator ids;

  /// @param checkpoints first: a node that may not sign may not erase
  Erasure(
      @Property(name = "erase-actor") String actor,
      Transactions transactions,
      Changes changes,
      Database database,
      IdGenerator ids,
      Checkpoints checkpoints) {
    this.actor = actor;
    this.transactions = transactions;
    this.changes = changes;
    this.database = database;
    this.ids = ids;
    checkpoints.current();
  }

  @PostConstruct
  void erase() throws SQLException {
    List<Long> entries =
        transactions.read(
            connection -> Sql.list(connection, OF_ACTOR, row -> row.getLong("seq"), actor));
    if (entries.isEmpty()) {
      LOG.info("Nothing is left to erase of {}", actor);
      return;
    }
    changes.record(event(entries), _ -> {});
    try (Connection eraser = database.openEraser()) {
      Sql.update(eraser, ERASE, eraser.createArrayOf("bigint", entries.toArray()));
    }
    LOG.info("Erased who did it from {} entries of {}", entries.size(), actor);
  }

  private AuditEvent event(List<Long> entries) {
    JsonValue numbers = new JsonArray(entries.stream().<JsonValue>map(JsonNumber::new).toList());
    return new AuditEvent(
        Actor.system("operator"),
        Origin.within(Via.BOOTSTRAP),
        new Scope.Installation(),
        ERASURE,
        new Target("personal-data", "", ids.next().toString()),
        "",
        new Change.Created(new JsonObject(Map.of("who", numbers))),
        Outcome.SUCCEEDED);
  }
}
