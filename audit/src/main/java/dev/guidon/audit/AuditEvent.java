// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

/// What happened, without its place in the log.
///
/// @param action in the past tense after its subject, such as `flag.created`
/// @param comment why, in the actor's words; may be empty
public record AuditEvent(
    Actor actor,
    Origin origin,
    Scope scope,
    String action,
    Target target,
    String comment,
    Change change,
    Outcome outcome) {

  public AuditEvent {
    requireNonNull(actor, "actor");
    requireNonNull(origin, "origin");
    requireNonNull(scope, "scope");
    Texts.requireAction("action", action);
    requireNonNull(target, "target");
    Texts.requireText("comment", comment, 4_000);
    requireNonNull(change, "change");
    requireNonNull(outcome, "outcome");
  }
}
