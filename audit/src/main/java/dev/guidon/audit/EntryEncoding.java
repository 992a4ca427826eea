// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.time.ZoneOffset.UTC;
import static java.util.Locale.ROOT;

import dev.guidon.audit.tree.CanonicalEncoding;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Version 1 of the bytes that are hashed for an event. `docs/audit.md` specifies them.
///
/// What an entry once was stays readable and verifiable for ever: a change here is a new version beside this one.
final class EntryEncoding {

  private static final JsonNumber VERSION = new JsonNumber(1);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", ROOT).withZone(UTC);

  private EntryEncoding() {}

  /// The entry: what is hashed into its leaf. It commits to both parts of the payload and holds neither.
  static byte[] entry(
      long seq,
      UUID epoch,
      Instant at,
      AuditEvent event,
      List<EnvironmentRevision> environments,
      Hash who,
      Hash what) {
    var entry = new Members();
    entry.put("v", VERSION);
    entry.put("seq", new JsonNumber(seq));
    entry.put("epoch", epoch.toString());
    entry.put("at", MICROSECONDS.format(at));
    entry.put(
        "actor",
        new Members()
            .put("kind", word(event.actor().kind()))
            .put("id", event.actor().id())
            .object());
    entry.put("via", via(event.origin().via()));
    entry.putUnlessEmpty("request_id", event.origin().requestId());
    entry.putUnlessEmpty("idempotency_key", event.origin().idempotencyKey());
    switch (event.scope()) {
      case Scope.Installation() -> {}
      case Scope.Project(UUID project) -> entry.put("project", project.toString());
      case Scope.Environment(UUID project, UUID environment) -> {
        entry.put("project", project.toString());
        entry.put("environment", environment.toString());
      }
    }
    entry.put("action", event.action());
    entry.put("target", target(event.target()));
    if (!environments.isEmpty()) {
      entry.put(
          "environments",
          new JsonArray(environments.stream().map(EntryEncoding::environment).toList()));
    }
    entry.put("outcome", word(event.outcome()));
    entry.put(
        "payload", new Members().put("who", who.toString()).put("what", what.toString()).object());
    return CanonicalEncoding.encode(entry.object());
  }

  static byte[] who(AuditEvent event) {
    var who = new Members();
    who.put("v", VERSION);
    who.putUnlessEmpty("display", event.actor().display());
    who.putUnlessEmpty("ip", event.origin().ip());
    who.putUnlessEmpty("user_agent", event.origin().userAgent());
    who.putUnlessEmpty("comment", event.comment());
    return CanonicalEncoding.encode(who.object());
  }

  static byte[] what(AuditEvent event) {
    var what = new Members();
    what.put("v", VERSION);
    switch (event.change()) {
      case Change.None() -> {}
      case Change.Created(JsonValue after) -> what.put("after", after);
      case Change.Updated(JsonValue before, JsonValue after) -> {
        what.put("before", before);
        what.put("after", after);
        what.put("patch", JsonPatch.between(before, after));
      }
      case Change.Deleted(JsonValue before) -> what.put("before", before);
    }
    return CanonicalEncoding.encode(what.object());
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(ROOT);
  }

  private static JsonObject via(Via via) {
    return new Members()
        .put("kind", word(via.kind()))
        .putUnlessEmpty("token_selector", via.tokenSelector())
        .object();
  }

  private static JsonObject target(Target target) {
    return new Members()
        .put("kind", target.kind())
        .putUnlessEmpty("key", target.key())
        .put("id", target.id())
        .object();
  }

  private static JsonValue environment(EnvironmentRevision revision) {
    return new Members()
        .put("id", revision.environmentId().toString())
        .put("prev_rev", new JsonNumber(revision.prevRev()))
        .put("rev", new JsonNumber(revision.rev()))
        .put("digest", revision.digest().toString())
        .object();
  }

  /// The members of an object; what there is nothing to say about is left out, never null.
  private static final class Members {

    private final Map<String, JsonValue> members = new TreeMap<>();

    Members put(String name, JsonValue value) {
      members.put(name, value);
      return this;
    }

    Members put(String name, String value) {
      return put(name, new JsonString(value));
    }

    Members putUnlessEmpty(String name, String value) {
      return value.isEmpty() ? this : put(name, value);
    }

    JsonObject object() {
      return new JsonObject(members);
    }
  }
}
