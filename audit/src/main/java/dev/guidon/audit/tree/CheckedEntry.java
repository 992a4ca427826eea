// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An entry looked at by itself: its hash, what it says, and what is wrong with it, if anything is.
///
/// What this finds depends on no other entry, so that many can be looked at beside each other.
public final class CheckedEntry {

  /// What an entry is called by which content was erased; it names numbers by part.
  public static final String ERASURE = "personal-data.erased";

  private static final JsonNumber VERSION = new JsonNumber(1);

  private final long seq;
  private final Hash leaf;
  private final Map<String, JsonValue> members;
  private final Map<String, JsonObject> payload;
  private final Set<String> missing;
  private final Optional<String> problem;

  private CheckedEntry(
      long seq,
      Hash leaf,
      Map<String, JsonValue> members,
      Map<String, JsonObject> payload,
      Set<String> missing,
      Optional<String> problem) {
    this.seq = seq;
    this.leaf = leaf;
    this.members = members;
    this.payload = payload;
    this.missing = missing;
    this.problem = problem;
  }

  /// Looks at an entry.
  ///
  /// @param seq the number at whose place it was found
  /// @param canonical the bytes that were found there
  /// @param payload by the name under which the entry commits to it; what was erased is not there
  public static CheckedEntry of(long seq, byte[] canonical, Map<String, SaltedContent> payload) {
    return new Check(seq, canonical, payload).run();
  }

  public long seq() {
    return seq;
  }

  public Hash leaf() {
    return leaf;
  }

  /// What is wrong with it; what else it says is then not to be relied on.
  public Optional<String> problem() {
    return problem;
  }

  /// The parts that it commits to and that were not found.
  Set<String> missing() {
    return missing;
  }

  /// When it was written, as text; empty if it does not say.
  String at() {
    return text("at");
  }

  public String action() {
    return text("action");
  }

  /// A member of its target: `kind`, `key` or `id`; empty if there is none.
  public String target(String name) {
    return members.get("target") instanceof JsonObject(Map<String, JsonValue> target)
            && target.get(name) instanceof JsonString(String text)
        ? text
        : "";
  }

  /// The document `before` or `after`; null where there is none.
  public @Nullable JsonValue document(String name) {
    JsonObject what = payload.get("what");
    return what == null ? null : what.members().get(name);
  }

  /// Whether a part was found.
  public boolean has(String part) {
    return payload.containsKey(part);
  }

  /// The numbers of the entries of which this one says that a part was erased.
  List<Long> erased(String part) {
    return action().equals(ERASURE)
            && document("after") instanceof JsonObject(Map<String, JsonValue> parts)
            && parts.get(part) instanceof JsonArray(List<JsonValue> numbers)
        ? numbers.stream().map(number -> Long.parseLong(number.toString())).toList()
        : List.of();
  }

  private String text(String name) {
    return members.get(name) instanceof JsonString(String text) ? text : "";
  }

  /// Hashes for itself: of what appending uses it shares the encoding only, so that a mistake there is found here.
  private static final class Check {

    private final long seq;
    private final byte[] canonical;
    private final Map<String, SaltedContent> found;
    private final MessageDigest sha256;
    private final Map<String, JsonObject> payload = new HashMap<>();
    private final Set<String> missing = new HashSet<>();
    private Map<String, JsonValue> members = Map.of();

    Check(long seq, byte[] canonical, Map<String, SaltedContent> found) {
      this.seq = seq;
      this.canonical = canonical;
      this.found = found;
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform has SHA-256", e);
      }
    }

    CheckedEntry run() {
      sha256.update((byte) 0);
      Hash leaf = Hash.of(sha256.digest(canonical));
      Optional<String> problem = problem();
      return new CheckedEntry(seq, leaf, members, payload, missing, problem);
    }

    private Optional<String> problem() {
      try {
        members = canonicalObject(canonical).members();
        for (var part : found.entrySet()) {
          payload.put(part.getKey(), canonicalObject(part.getValue().content()));
        }
      } catch (IllegalArgumentException | CharacterCodingException e) {
        return Optional.of("entry: not canonical JSON: " + e.getMessage());
      }
      if (!VERSION.equals(members.get("v"))) {
        return Optional.of("entry: v " + members.get("v") + " (expected: 1)");
      }
      if (!new JsonNumber(seq).equals(members.get("seq"))) {
        return Optional.of("entry: seq " + members.get("seq") + " (expected: " + seq + ")");
      }
      return problemInPayload(members.get("payload"));
    }

    private Optional<String> problemInPayload(@Nullable JsonValue commitments) {
      if (!(commitments instanceof JsonObject(Map<String, JsonValue> expected))) {
        return Optional.of("entry: no payload commitments");
      }
      if (!expected.keySet().containsAll(found.keySet())) {
        return Optional.of("payload: " + found.keySet() + " (expected: " + expected.keySet() + ")");
      }
      for (var part : expected.entrySet()) {
        SaltedContent content = found.get(part.getKey());
        if (content == null) {
          missing.add(part.getKey());
          continue;
        }
        sha256.update(content.salt());
        var commitment = new JsonString(Hash.of(sha256.digest(content.content())).toString());
        if (!commitment.equals(part.getValue())) {
          return Optional.of("payload " + part.getKey() + ": not what the entry commits to");
        }
      }
      return Optional.empty();
    }

    private static JsonObject canonicalObject(byte[] bytes) throws CharacterCodingException {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (JsonValue.parse(text) instanceof JsonObject object
          && CanonicalEncoding.text(object).equals(text)) {
        return object;
      }
      throw new IllegalArgumentException(
          "another encoding (expected: an object, canonically encoded)");
    }
  }
}
