// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.CanonicalEncoding;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import dev.guidon.audit.tree.SaltedContent;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// One entry in an export. Its bytes are there as the text that they are, in a JSON string.
public sealed interface ExportLine {

  List<String> PARTS = List.of("who", "what");

  long seq();

  Hash leaf();

  String line();

  /// An entry that may be seen.
  ///
  /// @param leaf as the tables have it
  /// @param payload by part; what was erased is not there
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Shown(long seq, Hash leaf, byte[] canonical, Map<String, SaltedContent> payload)
      implements ExportLine {

    public Shown {
      requireNonNull(leaf, "leaf");
      payload = Map.copyOf(payload);
    }

    @Override
    public String line() {
      Map<String, JsonValue> members = new HashMap<>();
      members.put("seq", new JsonNumber(seq));
      members.put("leaf", new JsonString(leaf.toString()));
      members.put("entry", new JsonString(new String(canonical, UTF_8)));
      payload.forEach((part, content) ->
          members.put(
              part,
              new JsonObject(
                  Map.of(
                      "salt", new JsonString(HexFormat.of().formatHex(content.salt())),
                      "content", new JsonString(new String(content.content(), UTF_8))))));
      return CanonicalEncoding.text(new JsonObject(members));
    }
  }

  /// An entry of which whoever exports may see no more than its hash, or wanted no more.
  record Hidden(long seq, Hash leaf) implements ExportLine {

    public Hidden {
      requireNonNull(leaf, "leaf");
    }

    @Override
    public String line() {
      return CanonicalEncoding.text(
          new JsonObject(
              Map.of("seq", new JsonNumber(seq), "leaf", new JsonString(leaf.toString()))));
    }
  }

  /// Reads what [#line] wrote.
  ///
  /// @throws IllegalArgumentException if it is no line of an export
  static ExportLine parse(String line) {
    if (!(JsonValue.parse(line) instanceof JsonObject(Map<String, JsonValue> members)
        && members.get("seq") instanceof JsonNumber(String seq)
        && members.get("leaf") instanceof JsonString(String leaf))) {
      throw new IllegalArgumentException("export: expected an object with seq and leaf");
    }
    if (!(members.get("entry") instanceof JsonString(String entry))) {
      return new Hidden(Long.parseLong(seq), Hash.parse(leaf));
    }
    Map<String, SaltedContent> payload = new HashMap<>();
    for (String part : PARTS) {
      if (members.get(part) instanceof JsonObject(Map<String, JsonValue> content)) {
        payload.put(part, content(part, content));
      }
    }
    return new Shown(Long.parseLong(seq), Hash.parse(leaf), entry.getBytes(UTF_8), payload);
  }

  private static SaltedContent content(String part, Map<String, JsonValue> members) {
    if (members.get("salt") instanceof JsonString(String salt)
        && members.get("content") instanceof JsonString(String content)) {
      return new SaltedContent(HexFormat.of().parseHex(salt), content.getBytes(UTF_8));
    }
    throw new IllegalArgumentException("export: " + part + " (expected: salt and content)");
  }
}
