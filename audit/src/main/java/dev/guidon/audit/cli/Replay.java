// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.audit.cli.Finding.Broken;
import dev.guidon.audit.tree.CanonicalEncoding;
import dev.guidon.audit.tree.CheckedEntry;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonBoolean;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the live tables have to hold if the log is all that ever happened, compared with what they hold.
interface Replay {

  void take(CheckedEntry entry);

  /// The first place where the tables are not what the log says.
  Optional<Broken> compare();

  /// How many rows were compared.
  long compared();

  /// Compares nothing.
  Replay NONE =
      new Replay() {
        @Override
        public void take(CheckedEntry entry) {
          // nothing to compare it with
        }

        @Override
        public Optional<Broken> compare() {
          return Optional.empty();
        }

        @Override
        public long compared() {
          return 0;
        }
      };

  /// Compares with a dump of the current definitions, one JSON object a line: `id`, `kind`, `deleted`, `content`.
  static Replay against(List<String> dump) {
    Map<String, Row> rows = new HashMap<>();
    for (String line : dump) {
      if (!line.isBlank()) {
        Row row = Row.parse(line);
        rows.put(row.id, row);
      }
    }
    return new AgainstDump(rows);
  }

  /// A row of the dump.
  ///
  /// @param content the hash of the canonical content; null when deleted, or erased
  record Row(String id, String kind, boolean deleted, @Nullable Hash content) {

    static Row parse(String line) {
      if (JsonValue.parse(line) instanceof JsonObject(Map<String, JsonValue> members)
          && members.get("id") instanceof JsonString(String id)
          && members.get("kind") instanceof JsonString(String kind)) {
        return new Row(
            id,
            kind,
            members.get("deleted") instanceof JsonBoolean(boolean deleted) && deleted,
            members.get("content") instanceof JsonString(String content)
                ? hash(JsonValue.parse(content))
                : null);
      }
      throw new IllegalArgumentException("tables: expected objects with id and kind");
    }

    static Hash hash(JsonValue document) {
      return Hash.ofLeaf(CanonicalEncoding.text(document).getBytes(UTF_8));
    }
  }

  /// See [#against].
  final class AgainstDump implements Replay {

    /// What the log says of a definition; `content` is null when it was deleted.
    private record State(long seq, @Nullable Hash content, boolean known) {}

    /// What the dump has; people and tokens are kept elsewhere.
    private static final Set<String> KINDS =
        Set.of("project", "environment", "flag", "targeting", "segment", "sdk-key");

    private final Map<String, Row> rows;
    private final Map<String, State> states = new HashMap<>();
    private long compared;

    private AgainstDump(Map<String, Row> rows) {
      this.rows = rows;
    }

    @Override
    public void take(CheckedEntry entry) {
      if (!KINDS.contains(entry.target("kind"))) {
        return;
      }
      JsonValue after = entry.document("after");
      boolean changes = after != null || entry.document("before") != null;
      if (changes || !entry.has("what")) {
        states.put(
            entry.target("id"),
            new State(entry.seq(), after == null ? null : Row.hash(after), entry.has("what")));
      }
    }

    @Override
    public Optional<Broken> compare() {
      Set<String> ids = new HashSet<>(rows.keySet());
      ids.addAll(states.keySet());
      return ids.stream()
          .flatMap(id -> difference(id).stream())
          .min((a, b) -> Long.compare(a.at(), b.at()));
    }

    private Optional<Broken> difference(String id) {
      Row row = rows.get(id);
      State state = states.get(id);
      if (row == null) {
        return state == null
            ? Optional.empty()
            : Optional.of(new Broken(state.seq, "tables: " + id + " is missing"));
      }
      if (state == null) {
        return Optional.of(new Broken(0, "tables: " + row.kind + " " + id + " is in no entry"));
      }
      compared++;
      if (!state.known || (row.content == null && !row.deleted)) {
        return Optional.empty(); // erased in the log or in the tables
      }
      boolean same =
          row.deleted ? state.content == null : Objects.equals(row.content, state.content);
      return same
          ? Optional.empty()
          : Optional.of(
              new Broken(
                  state.seq, "tables: " + row.kind + " " + id + " is not what this entry made it"));
    }

    @Override
    public long compared() {
      return compared;
    }
  }
}
