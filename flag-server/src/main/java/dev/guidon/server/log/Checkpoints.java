// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.AuditLog;
import dev.guidon.audit.checkpoint.Checkpoint;
import dev.guidon.server.change.WriteGate;
import dev.guidon.server.database.DatabaseUnavailableException;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.platform.MonotonicClock;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs what the log has come to, and hands it to places outside the database: each second in which it grew, and every
/// ten minutes when it did not, so that silence is provable too.
///
/// Nothing is signed that does not continue what this node signed before. A node that finds the log shortened or rewritten
/// says so, signs nothing more and accepts no changes.
@Context
final class Checkpoints {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  private final LogSigner signer;
  private final KeyRotation rotation;
  private final AuditLog log;
  private final Transactions transactions;
  private final WriteGate gate;
  private final MonotonicClock clock;
  private final List<CheckpointSink> sinks;
  private final CheckpointFile file;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("guidon-checkpoints").daemon().factory());

  private long signedAt;
  private boolean failing;
  private volatile @Nullable Signed last;

  /// A checkpoint as this node signed it.
  record Signed(Checkpoint checkpoint, String jws) {}

  Checkpoints(
      AuditConfiguration configuration,
      LogSigner signer,
      KeyRotation rotation,
      AuditLog log,
      Transactions transactions,
      WriteGate gate,
      MonotonicClock clock,
      List<CheckpointSink> sinks) {
    this.signer = signer;
    this.rotation = rotation;
    this.log = log;
    this.transactions = transactions;
    this.gate = gate;
    this.clock = clock;
    this.sinks = sinks;
    this.file = new CheckpointFile(configuration.checkpointFile());
  }

  /// Before anything listens: a node must not add to a log that it would not sign.
  @PostConstruct
  void start() {
    rotation.takeOver();
    check();
    long period = PERIOD.toMillis();
    var _ = thread.scheduleWithFixedDelay(this::check, period, period, TimeUnit.MILLISECONDS);
  }

  /// The newest that this node signed; nothing if it may not sign.
  Optional<Signed> current() {
    return gate.closedBecause().isPresent() ? Optional.empty() : Optional.ofNullable(last);
  }

  /// Signs what the log has come to now, if that is news, and answers it.
  Optional<Signed> renewed() {
    check();
    return current();
  }

  private synchronized void check() {
    try {
      Optional<String> problem = rotation.problem();
      if (problem.isEmpty()) {
        problem = signIfNews();
      }
      problem.ifPresentOrElse(this::refuse, gate::open);
      failing = false;
    } catch (DatabaseUnavailableException e) {
      LOG.debug("No checkpoint while the database is away", e);
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        LOG.error("No checkpoint could be signed; it is tried again each second", e);
      }
      failing = true;
    }
  }

  private void refuse(String problem) {
    if (gate.closedBecause().isEmpty()) {
      LOG.error("This node accepts no changes and signs nothing: {}", problem);
    }
    gate.close(problem);
  }

  /// @return why it may not be signed; empty when it was, or when there was nothing to sign
  private Optional<String> signIfNews() throws IOException {
    Checkpoint now = transactions.read(connection -> log.checkpoint(connection, signer.origin()));
    Signed before = last;
    if (before != null && before.checkpoint.equals(now) && !silentForLong()) {
      return Optional.empty();
    }
    Optional<Checkpoint> remembered =
        before == null ? file.read(transactions.read(log::keys)) : Optional.of(before.checkpoint);
    if (remembered.isPresent()) {
      Optional<String> problem = inconsistency(remembered.get(), now);
      if (problem.isPresent()) {
        return problem;
      }
    }
    var signed = new Signed(now, signer.sign(now));
    file.write(signed.jws);
    last = signed;
    signedAt = clock.nanos();
    sinks.forEach(sink -> sink.accept(signed));
    return Optional.empty();
  }

  private boolean silentForLong() {
    return clock.nanos() - signedAt >= LONGEST_SILENCE.toNanos();
  }

  private Optional<String> inconsistency(Checkpoint before, Checkpoint now) {
    if (!before.origin().equals(now.origin())) {
      return Optional.of(
          "the log is "
              + now.origin()
              + ", but this node last signed "
              + before.origin()
              + seeFile());
    }
    if (now.size() < before.size()) {
      return Optional.of(
          "the log has "
              + now.size()
              + " entries, but had "
              + before.size()
              + " when this node last signed it"
              + seeFile());
    }
    boolean continues =
        transactions.read(connection ->
            log.consistencyProof(connection, before.size(), now.size())
                .leads(before.root(), now.root()));
    return continues
        ? Optional.empty()
        : Optional.of(
            "the log's first "
                + before.size()
                + " entries are not what they were when this node last signed them"
                + seeFile());
  }

  private String seeFile() {
    return " (" + file + "; docs/operations/audit.md says what to do)";
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }
}
