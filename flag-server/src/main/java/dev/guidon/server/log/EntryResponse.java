// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static java.util.Locale.ROOT;

import dev.guidon.audit.AuditEntry;
import dev.guidon.audit.AuditEvent;
import dev.guidon.audit.Change;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.evaluation.Value;
import dev.guidon.server.log.Entries.Named;
import dev.guidon.server.log.words.EntryWords;
import dev.guidon.server.platform.json.JsonText;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An entry of the log over REST. What does not exist, or was erased, is empty.
///
/// @param seq its number
/// @param words what happened, in a sentence
/// @param comment why, in the actor's words
/// @param project the key of the project it is about; empty if it is about none
/// @param environment the key of the environment it is about; empty if it is about none
/// @param requestId of the request that it was done by
/// @param erased the parts that were erased: `who`, `what`
/// @param leafHash of the entry, in hexadecimal
@Serdeable
record EntryResponse(
    long seq,
    Instant at,
    String words,
    String comment,
    ActorResponse actor,
    String project,
    String environment,
    String action,
    TargetResponse target,
    String outcome,
    String requestId,
    List<String> erased,
    String leafHash) {

  static EntryResponse of(Named named) {
    AuditEntry entry = named.entry();
    AuditEvent event = entry.event();
    return new EntryResponse(
        entry.seq(),
        entry.at(),
        EntryWords.of(entry, named.environment()),
        event.comment(),
        ActorResponse.of(event),
        named.project(),
        named.environment(),
        event.action(),
        new TargetResponse(event.target().kind(), event.target().key(), event.target().id()),
        word(event.outcome()),
        event.origin().requestId(),
        entry.erased().stream().map(EntryResponse::word).sorted().toList(),
        entry.leafHash().toString());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(ROOT);
  }

  /// Who did it, and with what.
  ///
  /// @param kind `user`, `service` or `system`
  /// @param name as it was then
  /// @param via `session`, `pat`, `svc`, `jwt`, `legacy`, `oidc`, `bootstrap` or `job`
  /// @param token the selector of the token
  @Serdeable
  record ActorResponse(
      String kind, String id, String name, String via, String token, String ip, String userAgent) {

    static ActorResponse of(AuditEvent event) {
      return new ActorResponse(
          word(event.actor().kind()),
          event.actor().id(),
          event.actor().display(),
          word(event.origin().via().kind()),
          event.origin().via().tokenSelector(),
          event.origin().ip(),
          event.origin().userAgent());
    }
  }

  /// What was changed.
  @Serdeable
  record TargetResponse(String kind, String key, String id) {}

  /// An entry with all that it changed.
  ///
  /// @param before what the target was
  /// @param after what it is from then on
  /// @param patch from the one to the other, as RFC 6902 has it
  /// @param environments whose snapshot the transaction changed; said by its last entry
  @Serdeable
  record WholeEntryResponse(
      EntryResponse entry,
      @Nullable Value before,
      @Nullable Value after,
      Value patch,
      List<RevisionResponse> environments) {

    static WholeEntryResponse of(Named named) {
      AuditEntry entry = named.entry();
      Value before = null;
      Value after = null;
      switch (entry.event().change()) {
        case Change.None() -> {}
        case Change.Created(JsonValue created) -> after = value(created);
        case Change.Deleted(JsonValue deleted) -> before = value(deleted);
        case Change.Updated(JsonValue from, JsonValue to) -> {
          before = value(from);
          after = value(to);
        }
      }
      return new WholeEntryResponse(
          EntryResponse.of(named),
          before,
          after,
          value(entry.patch()),
          entry.environments().stream()
              .map(revision ->
                  new RevisionResponse(
                      revision.environmentId().toString(),
                      revision.prevRev(),
                      revision.rev(),
                      revision.digest().toString()))
              .toList());
    }

    private static Value value(JsonValue json) {
      return JsonText.read(json.toString());
    }
  }

  /// An environment's snapshot as the transaction left it.
  ///
  /// @param digest of everything in the environment, in hexadecimal
  @Serdeable
  record RevisionResponse(String id, long previousRevision, long revision, String digest) {}
}
