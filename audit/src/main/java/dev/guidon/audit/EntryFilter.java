// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.time.ZoneOffset.UTC;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Which entries are wanted: those that meet every condition.
public final class EntryFilter {

  /// Every entry.
  public static final EntryFilter ALL = new EntryFilter(List.of());

  private final List<Condition> conditions;

  /// @param sql with `entry` for the row, and `?` for each value
  private record Condition(String sql, List<Object> values) {}

  private EntryFilter(List<Condition> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  /// Those about any of these projects but about no environment, and those about any of these environments.
  public EntryFilter within(Set<UUID> projects, Set<UUID> environments) {
    return and(
        "(entry.environment_id IS NULL AND entry.project_id = ANY (?) OR entry.environment_id = ANY (?))",
        projects.toArray(UUID[]::new),
        environments.toArray(UUID[]::new));
  }

  public EntryFilter actor(String id) {
    return and("entry.actor_id = ?", id);
  }

  public EntryFilter token(String selector) {
    return and("entry.token_selector = ?", selector);
  }

  public EntryFilter action(String action) {
    return and("entry.action = ?", action);
  }

  public EntryFilter project(UUID id) {
    return and("entry.project_id = ?", id);
  }

  public EntryFilter environment(UUID id) {
    return and("entry.environment_id = ?", id);
  }

  public EntryFilter targetKind(String kind) {
    return and("entry.target_kind = ?", kind);
  }

  public EntryFilter targetKey(String key) {
    return and("entry.target_key = ?", key);
  }

  public EntryFilter targetId(String id) {
    return and("entry.target_id = ?", id);
  }

  public EntryFilter request(String id) {
    return and("entry.request_id = ?", id);
  }

  public EntryFilter numbered(long atLeast, long atMost) {
    return and("entry.seq BETWEEN ? AND ?", atLeast, atMost);
  }

  // Time only grows with the number, so that a time is a number too, found in one step.
  public EntryFilter from(Instant time) {
    return and(
        """
        entry.seq >= (
          SELECT since.seq FROM audit_entry AS since WHERE since.at >= ? ORDER BY since.at, since.seq LIMIT 1)
        """,
        time.atOffset(UTC));
  }

  public EntryFilter until(Instant time) {
    return and(
        """
        entry.seq <= (
          SELECT before.seq FROM audit_entry AS before WHERE before.at < ? ORDER BY before.at DESC, before.seq DESC LIMIT 1)
        """,
        time.atOffset(UTC));
  }

  /// Those with these words in the comment, the actor's name or the target's key, as a search box understands them.
  public EntryFilter text(String words) {
    return and(
        """
        EXISTS (
          SELECT FROM audit_payload AS text
          WHERE text.seq = entry.seq AND text.part = 'who' AND text.words @@ websearch_to_tsquery('simple', ?))
        """,
        words);
  }

  /// The conditions in SQL, to stand behind `WHERE`.
  String sql() {
    return conditions.isEmpty()
        ? "true"
        : conditions.stream().map(Condition::sql).collect(Collectors.joining(" AND "));
  }

  /// Sets the values of the conditions as a statement's first parameters.
  ///
  /// @return how many they are
  int set(Connection connection, PreparedStatement statement) throws SQLException {
    int count = 0;
    for (Condition condition : conditions) {
      for (Object value : condition.values) {
        count++;
        if (value instanceof UUID[] ids) {
          statement.setArray(count, connection.createArrayOf("uuid", ids));
        } else {
          statement.setObject(count, value);
        }
      }
    }
    return count;
  }

  private EntryFilter and(String sql, Object... values) {
    List<Condition> more = new ArrayList<>(conditions);
    more.add(new Condition(sql, List.of(values)));
    return new EntryFilter(more);
  }
}
