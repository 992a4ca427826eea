// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads back what [EntryEncoding] wrote.
final class EntryDecoding {

  private static final Map<String, JsonValue> NOTHING = Map.of();
  private static final JsonArray EMPTY_ARRAY = new JsonArray(List.of());

  private EntryDecoding() {}

  /// An entry from its bytes and those of its payload's parts; a part that was erased is null.
  static AuditEntry entry(
      byte[] canonical,
      byte @Nullable [] whoContent,
      byte @Nullable [] whatContent,
      Hash leafHash) {
    Members entry = Members.of(canonical);
    Members who = whoContent == null ? new Members(NOTHING) : Members.of(whoContent);
    Members what = whatContent == null ? new Members(NOTHING) : Members.of(whatContent);
    Set<PayloadPart> erased = EnumSet.noneOf(PayloadPart.class);
    if (whoContent == null) {
      erased.add(PayloadPart.WHO);
    }
    if (whatContent == null) {
      erased.add(PayloadPart.WHAT);
    }
    return new AuditEntry(
        entry.number("seq"),
        entry.uuid("epoch"),
        Instant.parse(entry.text("at")),
        event(entry, who, what),
        what.array("patch"),
        entry.array("environments").elements().stream().map(EntryDecoding::environment).toList(),
        erased,
        leafHash);
  }

  private static AuditEvent event(Members entry, Members who, Members what) {
    Members actor = entry.object("actor");
    Members via = entry.object("via");
    Members target = entry.object("target");
    return new AuditEvent(
        new Actor(
            Actor.Kind.valueOf(actor.text("kind").toUpperCase(ROOT)),
            actor.text("id"),
            who.textOrEmpty("display")),
        new Origin(
            new Via(
                Via.Kind.valueOf(via.text("kind").toUpperCase(ROOT)),
                via.textOrEmpty("token_selector")),
            entry.textOrEmpty("request_id"),
            entry.textOrEmpty("idempotency_key"),
            who.textOrEmpty("ip"),
            who.textOrEmpty("user_agent")),
        scope(entry),
        entry.text("action"),
        new Target(target.text("kind"), target.textOrEmpty("key"), target.text("id")),
        who.textOrEmpty("comment"),
        change(what),
        Outcome.valueOf(entry.text("outcome").toUpperCase(ROOT)));
  }

  private static Scope scope(Members entry) {
    if (entry.has("environment")) {
      return new Scope.Environment(entry.uuid("project"), entry.uuid("environment"));
    }
    return entry.has("project")
        ? new Scope.Project(entry.uuid("project"))
        : new Scope.Installation();
  }

  private static Change change(Members what) {
    if (what.has("before")) {
      return what.has("after")
          ? new Change.Updated(what.value("before"), what.value("after"))
          : new Change.Deleted(what.value("before"));
    }
    return what.has("after") ? new Change.Created(what.value("after")) : new Change.None();
  }

  private static EnvironmentRevision environment(JsonValue value) {
    Members revision = Members.of(value);
    return new EnvironmentRevision(
        revision.uuid("id"),
        revision.number("prev_rev"),
        revision.number("rev"),
        Hash.parse(revision.text("digest")));
  }

  /// The members of an object, each asked for as what it has to be.
  private record Members(Map<String, JsonValue> members) {

    static Members of(byte[] json) {
      return of(JsonValue.parse(new String(json, UTF_8)));
    }

    static Members of(JsonValue value) {
      if (value instanceof JsonObject(Map<String, JsonValue> members)) {
        return new Members(members);
      }
      throw new IllegalArgumentException("entry: " + value + " (expected: an object)");
    }

    boolean has(String name) {
      return members.containsKey(name);
    }

    JsonValue value(String name) {
      JsonValue value = members.get(name);
      if (value == null) {
        throw new IllegalArgumentException(name + ": missing");
      }
      return value;
    }

    Members object(String name) {
      return of(value(name));
    }

    JsonArray array(String name) {
      return switch (members.get(name)) {
        case null -> EMPTY_ARRAY;
        case JsonArray array -> array;
        case JsonValue value ->
            throw new IllegalArgumentException(name + ": " + value + " (expected: an array)");
      };
    }

    String text(String name) {
      if (value(name) instanceof JsonString(String text)) {
        return text;
      }
      throw new IllegalArgumentException(name + ": " + value(name) + " (expected: a string)");
    }

    String textOrEmpty(String name) {
      return has(name) ? text(name) : "";
    }

    UUID uuid(String name) {
      return UUID.fromString(text(name));
    }

    long number(String name) {
      if (value(name) instanceof JsonNumber(String text)) {
        return Long.parseLong(text);
      }
      throw new IllegalArgumentException(name + ": " + value(name) + " (expected: a number)");
    }
  }
}
