// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue.JsonArray;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// An event with its place in the log.
///
/// @param event what happened; the texts of an erased part are empty, its change is [Change.None]
/// @param patch from before to after as in RFC 6902; empty unless the change is [Change.Updated]
/// @param environments what the transaction did to snapshots; only its last entry says so
/// @param erased the parts whose content was erased
public record AuditEntry(
    long seq,
    UUID epoch,
    Instant at,
    AuditEvent event,
    JsonArray patch,
    List<EnvironmentRevision> environments,
    Set<PayloadPart> erased,
    Hash leafHash) {

  public AuditEntry {
    requireNonNull(epoch, "epoch");
    requireNonNull(at, "at");
    requireNonNull(event, "event");
    requireNonNull(patch, "patch");
    environments = List.copyOf(environments);
    erased = Set.copyOf(erased);
    requireNonNull(leafHash, "leafHash");
  }
}
