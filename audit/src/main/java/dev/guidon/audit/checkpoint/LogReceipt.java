// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.CanonicalEncoding;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.util.Map;

/// That an entry is in a log, and what the log was with it as its last one: what whoever made a change takes away.
///
/// @param origin which log it is
/// @param root of the log up to the entry
public record LogReceipt(String origin, long seq, Hash leaf, Hash root) {

  private static final JsonNumber VERSION = new JsonNumber(1);

  public LogReceipt {
    Checkpoint.requireOrigin(origin);
    if (seq < 1) {
      throw new IllegalArgumentException("seq: " + seq + " (expected: 1 or more)");
    }
    requireNonNull(leaf, "leaf");
    requireNonNull(root, "root");
  }

  /// Reads what [#text] wrote.
  public static LogReceipt parse(String text) {
    if (JsonValue.parse(text) instanceof JsonObject(Map<String, JsonValue> members)
        && VERSION.equals(members.get("v"))
        && members.get("origin") instanceof JsonString(String origin)
        && members.get("seq") instanceof JsonNumber(String seq)
        && members.get("leaf") instanceof JsonString(String leaf)
        && members.get("root") instanceof JsonString(String root)) {
      return new LogReceipt(origin, Long.parseLong(seq), Hash.parse(leaf), Hash.parse(root));
    }
    throw new IllegalArgumentException("receipt: expected v 1, origin, seq, leaf and root");
  }

  /// Canonical JSON.
  public String text() {
    return CanonicalEncoding.text(
        new JsonObject(
            Map.of(
                "v", VERSION,
                "origin", new JsonString(origin),
                "seq", new JsonNumber(seq),
                "leaf", new JsonString(leaf.toString()),
                "root", new JsonString(root.toString()))));
  }

  /// The log as it was with this entry as its last one.
  public Checkpoint checkpoint() {
    return new Checkpoint(origin, seq, root);
  }
}
