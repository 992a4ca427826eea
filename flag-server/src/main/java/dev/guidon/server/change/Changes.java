// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.audit.Appended;
import dev.guidon.audit.AuditEvent;
import dev.guidon.audit.AuditLog;
import dev.guidon.audit.EnvironmentRevision;
import dev.guidon.audit.LogHead;
import dev.guidon.audit.Outcome;
import dev.guidon.audit.Scope;
import dev.guidon.audit.Target;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.server.database.Sql;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.failpoint.Failpoint;
import dev.guidon.server.failpoint.Failpoints;
import dev.guidon.server.platform.IdGenerator;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import dev.guidon.server.snapshot.Published;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The one door through which definitions change.
///
/// A change is one transaction, and transactions have one order: that of the log's numbers. It is made, compiled and
/// written while the log's head is locked; nobody hears of it before it is committed; refused, it leaves no trace.
@Singleton
public final class Changes {

  private final Turns turns;
  private final Transactions transactions;
  private final AuditLog log;
  private final EnvironmentSnapshots snapshots;
  private final IdGenerator ids;
  private final ChangeMetrics metrics;
  private final EnvironmentLimits limits;
  private final Failpoints failpoints;

  Changes(
      Turns turns,
      Transactions transactions,
      AuditLog log,
      EnvironmentSnapshots snapshots,
      IdGenerator ids,
      ChangeMetrics metrics,
      EnvironmentLimits limits,
      Failpoints failpoints) {
    this.turns = turns;
    this.transactions = transactions;
    this.log = log;
    this.snapshots = snapshots;
    this.ids = ids;
    this.metrics = metrics;
    this.limits = limits;
    this.failpoints = failpoints;
  }

  /// Makes a change and answers what came of it.
  ///
  /// @param type of the definition that the change is about
  /// @throws ProblemException if the work refuses, or what it leaves has problems
  public <T extends Record> Committed<T> commit(
      Intent intent, DefinitionType<T> type, ChangeWork<T> work) {
    return turns.take(() -> commitInTurn(intent, type, work));
  }

  private <T extends Record> Committed<T> commitInTurn(
      Intent intent, DefinitionType<T> type, ChangeWork<T> work) {
    long start = System.nanoTime();
    try {
      Attempt<T> attempt =
          transactions.write(connection -> attempt(connection, intent, type, work));
      failpoints.reached(Failpoint.COMMITTED);
      attempt.publishTo(snapshots);
      return attempt.committed();
    } finally {
      metrics.took(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private <T extends Record> Attempt<T> attempt(
      Connection connection, Intent intent, DefinitionType<T> type, ChangeWork<T> work)
      throws SQLException {
    LogHead head = log.lockHead(connection);
    failpoints.reached(Failpoint.HEAD_LOCKED);
    Optional<Committed<T>> earlier = Idempotency.find(connection, intent, type);
    if (earlier.isPresent()) {
      return Attempt.ofNothing(earlier.get());
    }

    var change = new Change(connection, head, snapshots, ids);
    try {
      return carryOut(connection, intent, change, work);
    } catch (ProblemException e) {
      throw e.withPointers(change.placesInRequest());
    }
  }

  private <T extends Record> Attempt<T> carryOut(
      Connection connection, Intent intent, Change change, ChangeWork<T> work) throws SQLException {
    LogHead head = change.head();
    Versioned<T> result = work.apply(change);
    List<Write> writes = change.writes();
    if (writes.isEmpty()) {
      return Attempt.ofNothing(new Committed<>(result, null, head.seq(), null, List.of(), false));
    }
    long revision = head.seq() + writes.size();
    var compiler = new ChangeCompiler(change, revision, limits);
    List<Published> next = compiler.compile();
    metrics.compiled(compiler.compiledCount());

    Appended appended = log.append(connection, head, events(intent, writes), revisions(next));
    failpoints.reached(Failpoint.ENTRIES_APPENDED);
    var receipt = new Receipt(revision, appended.leaves().getLast().hash(), appended.root());
    // Every other writer waits while this one talks to the database.
    var batch = new Sql.Batch(connection);
    for (Write write : writes) {
      DefinitionRows.write(batch, write);
    }
    RevisionRows.write(batch, next, revision);
    Idempotency.save(batch, intent, result, receipt, head.at());
    batch.run();
    change.writeAlongside();
    failpoints.reached(Failpoint.BEFORE_COMMIT);
    var committed =
        new Committed<>(
            result, change.before(result), revision, receipt, compiler.warnings(), false);
    return new Attempt<>(committed, head.seq(), next, deletedEnvironments(writes));
  }

  private static List<AuditEvent> events(Intent intent, List<Write> writes) {
    return writes.stream()
        .map(write ->
            new AuditEvent(
                intent.actor(),
                intent.origin(),
                scope(write.ref()),
                write.ref().type().kind() + "." + write.action(),
                new Target(write.ref().type().kind(), write.ref().key(), write.id().toString()),
                intent.comment(),
                difference(write),
                Outcome.SUCCEEDED))
        .toList();
  }

  private static Scope scope(DefinitionRef<?> ref) {
    return ref.environmentId() == null
        ? new Scope.Project(ref.projectId())
        : new Scope.Environment(ref.projectId(), ref.environmentId());
  }

  private static dev.guidon.audit.Change difference(Write write) {
    if (write.before() == null) {
      return new dev.guidon.audit.Change.Created(document(write.content()));
    }
    return write.content() == null
        ? new dev.guidon.audit.Change.Deleted(document(write.before()))
        : new dev.guidon.audit.Change.Updated(document(write.before()), document(write.content()));
  }

  private static JsonValue document(@Nullable String json) {
    return JsonValue.parse(json == null ? "null" : json);
  }

  private static List<EnvironmentRevision> revisions(List<Published> next) {
    return next.stream()
        .map(published ->
            new EnvironmentRevision(
                published.environmentId(),
                published.previousRevision(),
                published.revision(),
                Hash.of(published.state().digest().toByteArray())))
        .toList();
  }

  private static List<UUID> deletedEnvironments(List<Write> writes) {
    List<UUID> deleted = new ArrayList<>();
    for (Write write : writes) {
      if (write.ref().type().kind().equals("environment") && write.content() == null) {
        deleted.add(write.id());
      }
    }
    return deleted;
  }

  /// A change that will be committed, and what to make known then.
  private record Attempt<T extends Record>(
      Committed<T> committed, long before, List<Published> next, List<UUID> deleted) {

    static <T extends Record> Attempt<T> ofNothing(Committed<T> committed) {
      return new Attempt<>(committed, 0, List.of(), List.of());
    }

    void publishTo(EnvironmentSnapshots snapshots) {
      next.forEach(snapshots::publish);
      deleted.forEach(snapshots::remove);
      Receipt receipt = committed.receipt();
      if (receipt != null && !committed.repeated()) {
        snapshots.confirm(before, receipt.seq());
      }
    }
  }
}
