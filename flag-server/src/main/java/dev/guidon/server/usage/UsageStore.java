// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import dev.guidon.server.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes and reads usage: sums by the hour, and which reports are in them. Never takes the log's lock.
final class UsageStore {

  private UsageStore() {}

  /// Where a count is added to. Ordered, so that nodes that write at a time lock rows in one order.
  private record Place(
      UUID environmentId, Instant hour, String flag, String variation, String reason)
      implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::environmentId)
            .thenComparing(Place::hour)
            .thenComparing(Place::flag)
            .thenComparing(Place::variation)
            .thenComparing(Place::reason);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private record Instance(UUID environmentId, String name) implements Comparable<Instance> {
    private static final Comparator<Instance> ORDER =
        Comparator.comparing(Instance::environmentId).thenComparing(Instance::name);

    @Override
    public int compareTo(Instance other) {
      return ORDER.compare(this, other);
    }
  }

  /// Adds reports that were not added before, whichever node took them in. Within a transaction.
  static void add(Connection connection, List<UsageReport> reports) throws SQLException {
    Map<Instance, SeenReports> seen = new TreeMap<>();
    for (UsageReport report : reports) {
      seen.put(new Instance(report.environmentId(), report.instance()), SeenReports.NONE);
    }
    lockSeen(connection, seen, reports);
    Map<Place, Long> sums = new TreeMap<>();
    for (UsageReport report : reports) {
      var instance = new Instance(report.environmentId(), report.instance());
      SeenReports before = seen.getOrDefault(instance, SeenReports.NONE);
      if (before.contains(report.report())) {
        continue;
      }
      seen.put(instance, before.with(report.report()));
      Instant hour = report.receivedAt().truncatedTo(ChronoUnit.HOURS);
      for (UsageReport.Count count : report.counts()) {
        sums.merge(
            new Place(
                report.environmentId(), hour, count.flag(), count.variation(), count.reason()),
            count.count(),
            UsageStore::addWithoutOverflow);
      }
    }
    writeSums(connection, sums);
    writeSeen(connection, seen);
  }

  private static long addWithoutOverflow(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /// Fills in what is known of the instances, and keeps other nodes from adding the same reports meanwhile.
  private static void lockSeen(
      Connection connection, Map<Instance, SeenReports> seen, List<UsageReport> reports)
      throws SQLException {
    Timestamp now =
        Timestamp.from(
            reports.stream()
                .map(UsageReport::receivedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow());
    Map<Instance, SeenReports> known = new HashMap<>();
    Sql.list(
        connection,
        """
        INSERT INTO usage_instance AS instance (environment_id, instance, newest_report, seen_reports, last_at)
        SELECT asked.environment_id, asked.instance, 0, 0, ?
        FROM unnest(?::uuid[], ?::text[]) AS asked (environment_id, instance)
        ORDER BY asked.environment_id, asked.instance
        ON CONFLICT ON CONSTRAINT usage_instance_pk DO UPDATE SET last_at = excluded.last_at
        RETURNING instance.environment_id, instance.instance, instance.newest_report, instance.seen_reports
        """,
        row ->
            known.put(
                new Instance(
                    row.getObject("environment_id", UUID.class), row.getString("instance")),
                new SeenReports(row.getLong("newest_report"), row.getLong("seen_reports"))),
        now,
        environmentIds(seen),
        names(seen));
    seen.putAll(known);
  }

  private static void writeSeen(Connection connection, Map<Instance, SeenReports> seen)
      throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE usage_instance AS instance
        SET newest_report = given.newest_report, seen_reports = given.seen_reports
        FROM unnest(?::uuid[], ?::text[], ?::bigint[], ?::bigint[])
          AS given (environment_id, instance, newest_report, seen_reports)
        WHERE instance.environment_id = given.environment_id AND instance.instance = given.instance
        """,
        environmentIds(seen),
        names(seen),
        seen.values().stream().map(SeenReports::newest).toArray(Long[]::new),
        seen.values().stream().map(SeenReports::mask).toArray(Long[]::new));
  }

  private static UUID[] environmentIds(Map<Instance, SeenReports> seen) {
    return seen.keySet().stream().map(Instance::environmentId).toArray(UUID[]::new);
  }

  private static String[] names(Map<Instance, SeenReports> seen) {
    return seen.keySet().stream().map(Instance::name).toArray(String[]::new);
  }

  private static void writeSums(Connection connection, Map<Place, Long> sums) throws SQLException {
    List<Place> places = new ArrayList<>(sums.keySet());
    Sql.update(
        connection,
        """
        INSERT INTO usage_count AS stored (environment_id, hour, flag_key, variation_key, reason, count)
        SELECT given.environment_id, given.hour, given.flag_key, given.variation_key, given.reason, given.count
        FROM unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::bigint[])
          AS given (environment_id, hour, flag_key, variation_key, reason, count)
        ON CONFLICT ON CONSTRAINT usage_count_pk
        DO UPDATE SET count = least(stored.count::numeric + excluded.count, 9223372036854775807)::bigint
        """,
        places.stream().map(Place::environmentId).toArray(UUID[]::new),
        places.stream().map(place -> Timestamp.from(place.hour())).toArray(Timestamp[]::new),
        places.stream().map(Place::flag).toArray(String[]::new),
        places.stream().map(Place::variation).toArray(String[]::new),
        places.stream().map(Place::reason).toArray(String[]::new),
        sums.values().toArray(Long[]::new));
  }

  /// The sums of an environment from the hour of `since` on, by flag, variation and reason.
  ///
  /// @param flag which one; null for all
  static List<UsageReport.Count> read(
      Connection connection, UUID environmentId, Instant since, @Nullable String flag)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT usage.flag_key, usage.variation_key, usage.reason,
          least(sum(usage.count), 9223372036854775807)::bigint AS count
        FROM usage_count AS usage
        WHERE usage.environment_id = ? AND usage.hour >= ?
          AND usage.flag_key = coalesce(?, usage.flag_key)
        GROUP BY usage.flag_key, usage.variation_key, usage.reason
        ORDER BY usage.flag_key, usage.variation_key, usage.reason
        """,
        row ->
            new UsageReport.Count(
                row.getString("flag_key"),
                row.getString("variation_key"),
                row.getString("reason"),
                row.getLong("count")),
        environmentId,
        since.truncatedTo(ChronoUnit.HOURS),
        flag);
  }

  /// Deletes sums of hours before `hoursBefore` and instances that were last heard of before `instancesBefore`.
  static void forget(Connection connection, Instant hoursBefore, Instant instancesBefore)
      throws SQLException {
    Sql.update(connection, "DELETE FROM usage_count AS usage WHERE usage.hour < ?", hoursBefore);
    Sql.update(
        connection,
        "DELETE FROM usage_instance AS instance WHERE instance.last_at < ?",
        instancesBefore);
  }
}
