// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Recomputes a log from its first entry on, and says what does not fit.
///
/// Hashes for itself: of what appending uses it shares the encoding only, so that a mistake there is found here.
public final class LogVerifier {

  private static final JsonNumber VERSION = new JsonNumber(1);

  private final MessageDigest sha256;

  // The root of the complete subtree of 2^level leaves that still waits for its right neighbour.
  private final @Nullable Hash[] waiting = new Hash[Long.SIZE];
  private long size;
  private String lastAt = "";

  public LogVerifier() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /// Takes the next entry. Answers with what is wrong with it, after which the verifier is of no more use.
  public Optional<String> next(LoggedEntry entry) {
    if (entry.seq() != size + 1) {
      return Optional.of("seq: " + entry.seq() + " (expected: " + (size + 1) + ")");
    }
    Hash leaf = leafHash(entry.canonical());
    if (!leaf.equals(entry.leafHash())) {
      return Optional.of("leaf hash: not that of the entry");
    }
    List<MerkleNode> completed = grow(leaf);
    if (!completed.equals(entry.completed())) {
      return Optional.of("tree nodes: not those that this entry completes");
    }
    return problemIn(entry);
  }

  /// Compares what the entries came to with what the head says.
  public Optional<String> end(long headSeq, Hash headRoot) {
    if (headSeq != size) {
      return Optional.of("head: seq " + headSeq + " (expected: " + size + ")");
    }
    if (!root().equals(headRoot)) {
      return Optional.of("head: root " + headRoot + " (expected: " + root() + ")");
    }
    return Optional.empty();
  }

  /// The root over all entries so far.
  public Hash root() {
    Hash root = null;
    for (Hash subtree : waiting) {
      if (subtree != null) {
        root = root == null ? subtree : nodeHash(subtree, root);
      }
    }
    return root == null ? Hash.of(sha256.digest()) : root;
  }

  private List<MerkleNode> grow(Hash leaf) {
    List<MerkleNode> completed = new ArrayList<>();
    Hash subtree = leaf;
    int level = 0;
    for (Hash left = waiting[0]; left != null; left = waiting[level]) {
      subtree = nodeHash(left, subtree);
      waiting[level] = null;
      level++;
      completed.add(new MerkleNode(level, size >> level, subtree));
    }
    waiting[level] = subtree;
    size++;
    return completed;
  }

  private Optional<String> problemIn(LoggedEntry entry) {
    JsonObject content;
    try {
      content = canonicalObject(entry.canonical());
      for (SaltedContent part : entry.payload().values()) {
        canonicalObject(part.content());
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.of("entry: not canonical JSON: " + e.getMessage());
    }
    if (!VERSION.equals(content.members().get("v"))) {
      return Optional.of("entry: v " + content.members().get("v") + " (expected: 1)");
    }
    if (!new JsonNumber(entry.seq()).equals(content.members().get("seq"))) {
      return Optional.of(
          "entry: seq " + content.members().get("seq") + " (expected: " + entry.seq() + ")");
    }
    // Times are written with equal length, so their text has their order.
    if (!(content.members().get("at") instanceof JsonString(String at))
        || at.compareTo(lastAt) < 0) {
      return Optional.of(
          "entry: at " + content.members().get("at") + " (expected: " + lastAt + " or later)");
    }
    lastAt = at;
    return problemInPayload(entry.payload(), content.members().get("payload"));
  }

  private Optional<String> problemInPayload(
      Map<String, SaltedContent> payload, @Nullable JsonValue commitments) {
    if (!(commitments instanceof JsonObject(Map<String, JsonValue> expected))) {
      return Optional.of("entry: no payload commitments");
    }
    if (!expected.keySet().equals(payload.keySet())) {
      return Optional.of("payload: " + payload.keySet() + " (expected: " + expected.keySet() + ")");
    }
    for (var part : payload.entrySet()) {
      sha256.update(part.getValue().salt());
      var commitment = new JsonString(Hash.of(sha256.digest(part.getValue().content())).toString());
      if (!commitment.equals(expected.get(part.getKey()))) {
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

  private Hash leafHash(byte[] entry) {
    sha256.update((byte) 0);
    return Hash.of(sha256.digest(entry));
  }

  private Hash nodeHash(Hash left, Hash right) {
    sha256.update((byte) 1);
    sha256.update(left.toBytes());
    return Hash.of(sha256.digest(right.toBytes()));
  }
}
