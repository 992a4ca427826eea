// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.cli;

import dev.guidon.audit.tree.CanonicalEncoding;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.util.HashMap;
import java.util.Map;

/// What came of a verification.
sealed interface Finding {

  int exitCode();

  String report();

  /// Nothing is wrong.
  ///
  /// @param hidden entries of which the export has only hashes
  /// @param compared rows of live tables that are what the log says
  record Intact(String origin, long size, Hash root, long hidden, long compared)
      implements Finding {

    @Override
    public int exitCode() {
      return 0;
    }

    @Override
    public String report() {
      return text(
          Map.of(
              "result", new JsonString("intact"),
              "origin", new JsonString(origin),
              "size", new JsonNumber(size),
              "root", new JsonString(root.toString()),
              "hidden", new JsonNumber(hidden),
              "compared", new JsonNumber(compared)));
    }
  }

  /// Something is wrong, and where it begins.
  ///
  /// @param at the number of the first entry that is not what it was; that after which it broke if only a root tells; 0 if it
  ///     is the export as a whole
  record Broken(long at, String problem) implements Finding {

    @Override
    public int exitCode() {
      return 1;
    }

    @Override
    public String report() {
      return text(
          Map.of(
              "result", new JsonString("broken"),
              "at", new JsonNumber(at),
              "problem", new JsonString(problem)));
    }
  }

  /// The question could not be answered.
  record Unusable(String problem) implements Finding {

    @Override
    public int exitCode() {
      return 2;
    }

    @Override
    public String report() {
      return text(Map.of("result", new JsonString("unusable"), "problem", new JsonString(problem)));
    }
  }

  private static String text(Map<String, JsonValue> members) {
    return CanonicalEncoding.text(new JsonObject(new HashMap<>(members)));
  }
}
