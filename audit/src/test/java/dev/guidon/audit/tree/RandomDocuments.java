// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonBoolean;
import dev.guidon.audit.tree.JsonValue.JsonNull;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Documents to try things on: small, nested, alike enough to share parts, with characters that are easily got wrong.
public final class RandomDocuments {

  // No digit 0: the library that applies patches for us takes the escaped name "~0" for "~".
  private static final List<String> CHARACTERS =
      List.of(
          "a", "b", "7", "~", "/", "\"", "\\", "\n", "\u0001", "\u007f", "é", "\u2028", "\ufb33",
          "😀", " ");

  private final Random random;

  public RandomDocuments(long seed) {
    random = new Random(seed);
  }

  public JsonValue next() {
    return next(4);
  }

  private JsonValue next(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 5)) {
      case 0 -> new JsonNull();
      case 1 -> new JsonBoolean(random.nextBoolean());
      case 2 -> new JsonNumber(random.nextInt(3));
      case 3 -> new JsonNumber(random.nextLong(-(1L << 53) + 1, 1L << 53));
      case 4 -> new JsonString(string());
      case 5, 6, 7 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  private JsonArray array(int depth) {
    List<JsonValue> elements = new ArrayList<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      elements.add(next(depth));
    }
    return new JsonArray(elements);
  }

  private JsonObject object(int depth) {
    Map<String, JsonValue> members = new HashMap<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      members.put(string(), next(depth));
    }
    return new JsonObject(members);
  }

  private String string() {
    var text = new StringBuilder();
    for (int left = random.nextInt(3); left > 0; left--) {
      text.append(CHARACTERS.get(random.nextInt(CHARACTERS.size())));
    }
    return text.toString();
  }
}
