// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.AuditLog;
import dev.guidon.audit.tree.Hash;
import dev.guidon.server.access.Allows;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.log.Checkpoints.Signed;
import dev.guidon.server.log.ProofResponse.CheckpointResponse;
import dev.guidon.server.log.ProofResponse.ConsistencyResponse;
import dev.guidon.server.log.ProofResponse.InclusionResponse;
import dev.guidon.server.log.ProofResponse.KeyResponse;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.ProblemException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What proves the log to whoever keeps a checkpoint or a receipt, over REST. Of entries it shows hashes only.
@Controller("/api/v1/audit")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProofController {

  private final Checkpoints checkpoints;
  private final AuditLog log;
  private final Transactions transactions;

  ProofController(Checkpoints checkpoints, AuditLog log, Transactions transactions) {
    this.checkpoints = checkpoints;
    this.log = log;
    this.transactions = transactions;
  }

  /// How long the log is and what its root is, signed within the last second or, if nothing happened, ten minutes.
  @Get("/checkpoint")
  @Allows(value = Action.AUDIT_READ, anywhere = true)
  CheckpointResponse getCheckpoint() {
    return CheckpointResponse.of(current());
  }

  /// The public keys that the log was signed with, the first one first.
  @Get("/keys")
  @Allows(value = Action.AUDIT_READ, anywhere = true)
  List<KeyResponse> listAuditKeys() {
    return transactions.read(log::keys).stream().map(KeyResponse::of).toList();
  }

  /// Shows that an entry is in the log.
  ///
  /// @param seq the entry's number
  /// @param size of the log that it is shown to be in; the newest checkpoint's if left out
  @Get("/proof/inclusion")
  @Allows(value = Action.AUDIT_READ, anywhere = true)
  InclusionResponse proveInclusion(@QueryValue long seq, @QueryValue @Nullable Long size) {
    long ofSize = size(size);
    if (seq < 1 || seq > ofSize) {
      throw outside("seq", seq, "1 to " + ofSize);
    }
    return transactions.read(connection ->
        InclusionResponse.of(
            seq,
            log.leafHash(connection, seq),
            log.inclusionProof(connection, seq, ofSize),
            log.root(connection, ofSize)));
  }

  /// Shows that the log of one size begins with that of another.
  ///
  /// @param from the smaller size
  /// @param to the larger one; the newest checkpoint's if left out
  @Get("/proof/consistency")
  @Allows(value = Action.AUDIT_READ, anywhere = true)
  ConsistencyResponse proveConsistency(@QueryValue long from, @QueryValue @Nullable Long to) {
    long ofSize = size(to);
    if (from < 0 || from > ofSize) {
      throw outside("from", from, "0 to " + ofSize);
    }
    return transactions.read(connection -> {
      Hash fromRoot = log.root(connection, from);
      Hash toRoot = log.root(connection, ofSize);
      return ConsistencyResponse.of(
          log.consistencyProof(connection, from, ofSize), fromRoot, toRoot);
    });
  }

  private long size(@Nullable Long asked) {
    long newest = current().checkpoint().size();
    if (asked == null) {
      return newest;
    }
    if (asked < 0 || asked > newest) {
      throw outside("size", asked, "0 to " + newest);
    }
    return asked;
  }

  private Signed current() {
    return checkpoints
        .renewed()
        .orElseThrow(() ->
            ProblemException.of(503, "no-checkpoint", "this node signs nothing; see its log"));
  }

  private static ProblemException outside(String name, long value, String expected) {
    return ProblemException.badRequest(
        "invalid-parameter", name + ": " + value + " (expected: " + expected + ")");
  }
}
