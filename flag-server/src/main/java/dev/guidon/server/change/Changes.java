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
import dev.guidon.server.database.DatabaseUnavailableException;
import dev.guidon.server.database.Sql;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.failpoint.Failpoint;
import dev.guidon.server.failpoint.Failpoints;
import dev.guidon.server.limits.EnvironmentLimits;
import dev.guidon.server.platform.IdGenerator;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import dev.guidon.server.snapshot.Published;
import jakarta.annotation.PreDestroy;
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
/// A change is part of one transaction, and changes have one order: that of the log's numbers. It is made, compiled and
/// written while the log's head is locked; nobody hears of it before it is committed; refused, it leaves no trace. Changes that
/// wait at the same time share a transaction, each as if it had one of its own.
@Singleton
public final class Changes {

  private final Turns<Asked<?>> turns = new Turns<>(this::makeTogether);
  private final Transactions transactions;
  private final AuditLog log;
  private final EnvironmentSnapshots snapshots;
  private final IdGenerator ids;
  private final ChangeMetrics metrics;
  private final EnvironmentLimits limits;
  private final Failpoints failpoints;
  private final WriteGate gate;
  private final ReceiptSigner signer;

  Changes(
      Transactions transactions,
      AuditLog log,
      EnvironmentSnapshots snapshots,
      IdGenerator ids,
      ChangeMetrics metrics,
      EnvironmentLimits limits,
      Failpoints failpoints,
      WriteGate gate,
      ReceiptSigner signer) {
    this.transactions = transactions;
    this.log = log;
    this.snapshots = snapshots;
    this.ids = ids;
    this.metrics = metrics;
    this.limits = limits;
    this.failpoints = failpoints;
    this.gate = gate;
    this.signer = signer;
  }

  /// Makes a change and answers what came of it.
  ///
  /// @param type of the definition that the change is about
  /// @throws ProblemException if the work refuses, or what it leaves has problems
  public <T extends Record> Committed<T> commit(
      Intent intent, DefinitionType<T> type, ChangeWork<T> work) {
    gate.require();
    var asked = new Asked<>(intent, type, work);
    // Signed once nobody waits for it any more but the caller.
    return turns.take(asked, asked.answer()).signed(signer);
  }

  /// What an event leaves in the database beside its entry.
  @FunctionalInterface
  public interface Alongside {
    void write(Connection connection) throws SQLException;
  }

  /// Writes what happened and changed no definition, in a transaction of its own.
  public Receipt record(AuditEvent event, Alongside alongside) {
    gate.require();
    Receipt receipt =
        transactions.write(connection -> {
          Appended appended =
              log.append(connection, log.lockHead(connection), List.of(event), List.of());
          alongside.write(connection);
          var batch = new Sql.Batch(connection);
          RevisionRows.write(batch, List.of(), appended.head().seq());
          batch.run();
          return new Receipt(
              appended.head().seq(), appended.leaves().getLast().hash(), appended.root());
        });
    return receipt.signed(signer);
  }

  /// How many changes wait for their turn.
  int waiting() {
    return turns.waiting();
  }

  @PreDestroy
  void stop() throws InterruptedException {
    turns.end();
  }

  /// Makes changes that waited at the same time in one transaction, one after the other, and answers each.
  ///
  /// A change that is refused has written nothing and holds up no other. When one fails in any other way, nothing of the
  /// transaction is kept, and each is made in one of its own.
  private void makeTogether(List<Asked<?>> together) {
    long start = System.nanoTime();
    try {
      List<Attempt> attempts = transactions.write(connection -> attempt(connection, together));
      failpoints.reached(Failpoint.COMMITTED);
      attempts.forEach(attempt -> tell(attempt, start));
    } catch (FailedTogether e) {
      together.forEach(asked -> makeTogether(List.of(asked)));
    } catch (DatabaseUnavailableException e) {
      together.forEach(asked -> fail(asked, e, start));
      if (e.isWithoutConnection()) {
        // They have waited for as long as these have, and would wait as long again for the same
        // answer.
        turns.dismissWaiting().forEach(asked -> fail(asked, e, start));
      }
    } catch (RuntimeException | Error e) {
      together.forEach(asked -> fail(asked, e, start));
    }
  }

  private void tell(Attempt attempt, long start) {
    try {
      attempt.tell(snapshots);
      metrics.took(Duration.ofNanos(System.nanoTime() - start));
    } catch (RuntimeException | Error e) {
      fail(attempt.asked(), e, start);
    }
  }

  private void fail(Asked<?> asked, Throwable failure, long start) {
    metrics.took(Duration.ofNanos(System.nanoTime() - start));
    asked.answer().completeExceptionally(failure);
  }

  private List<Attempt> attempt(Connection connection, List<Asked<?>> together)
      throws SQLException {
    var locked = new LockedLog(connection, log.lockHead(connection), snapshots);
    List<Attempt> attempts = new ArrayList<>();
    try {
      failpoints.reached(Failpoint.HEAD_LOCKED);
      for (Asked<?> asked : together) {
        attempts.add(attempt(locked, asked));
      }
      return attempts;
    } catch (RuntimeException | SQLException e) {
      // While the database is away each by itself would fail too, after waiting for it.
      if (together.size() == 1 || DatabaseUnavailableException.isTemporary(e)) {
        throw e;
      }
      throw new FailedTogether(e);
    }
  }

  private <T extends Record> Attempt attempt(LockedLog locked, Asked<T> asked) throws SQLException {
    var change = new Change(locked, ids);
    Proposal<T> proposal;
    try {
      Optional<Committed<T>> earlier =
          Idempotency.find(locked.connection(), asked.intent(), asked.type());
      if (earlier.isPresent()) {
        return new Attempt.Unchanged<>(asked, earlier.get());
      }
      proposal = propose(change, asked);
    } catch (ProblemException e) {
      return new Attempt.Refused<>(asked, e.withPointers(change.placesInRequest()));
    }
    if (proposal.writes.isEmpty()) {
      return new Attempt.Unchanged<>(
          asked,
          new Committed<>(proposal.result, null, change.head().seq(), null, List.of(), false));
    }
    return write(locked, asked, change, proposal);
  }

  /// What a change is to write; nothing is written yet.
  private record Proposal<T extends Record>(
      Versioned<T> result, List<Write> writes, ChangeCompiler compiler) {}

  private <T extends Record> Proposal<T> propose(Change change, Asked<T> asked)
      throws SQLException {
    Versioned<T> result = asked.work().apply(change);
    List<Write> writes = change.writes();
    var compiler = new ChangeCompiler(change, change.head().seq() + writes.size(), limits);
    if (!writes.isEmpty()) {
      asked.intent().permit().check(change.underLock(), change.effects());
      compiler.compile();
      metrics.compiled(compiler.compiledCount());
    }
    return new Proposal<>(result, writes, compiler);
  }

  private <T extends Record> Attempt write(
      LockedLog locked, Asked<T> asked, Change change, Proposal<T> proposal) throws SQLException {
    Connection connection = locked.connection();
    LogHead head = locked.head();
    List<Write> writes = proposal.writes;
    List<Published> next = proposal.compiler.published();
    long revision = head.seq() + writes.size();

    Appended appended =
        log.append(connection, head, events(asked.intent(), writes), revisions(next));
    failpoints.reached(Failpoint.ENTRIES_APPENDED);
    var receipt = new Receipt(revision, appended.leaves().getLast().hash(), appended.root());
    // Every other writer waits while this one talks to the database.
    var batch = new Sql.Batch(connection);
    for (Write write : writes) {
      DefinitionRows.write(batch, write);
    }
    RevisionRows.write(batch, next, revision);
    Idempotency.save(batch, asked.intent(), proposal.result, receipt, head.at());
    batch.run();
    change.writeAlongside();
    failpoints.reached(Failpoint.BEFORE_COMMIT);
    locked.advance(appended.head(), proposal.compiler.snapshots());
    var committed =
        new Committed<>(
            proposal.result,
            change.before(proposal.result),
            revision,
            receipt,
            proposal.compiler.warnings(),
            false);
    return new Attempt.Made<>(
        asked, committed, head.seq(), revision, next, deletedEnvironments(writes));
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
    if (ref.projectId().equals(DefinitionRef.NO_PROJECT)) {
      return new Scope.Installation();
    }
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

  /// A change failed that shared its transaction with others.
  private static final class FailedTogether extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedTogether(Exception cause) {
      super(cause);
    }
  }
}
