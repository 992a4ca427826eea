// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.audit.AuditEntry;
import dev.guidon.audit.AuditLog;
import dev.guidon.audit.AuditVerification;
import dev.guidon.audit.Change;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.server.snapshot.SnapshotReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Compares what writers were told with what the database holds, in linear time.
///
/// Reads the tables themselves, so that no part of the server vouches for itself.
final class HistoryCheck {

  private static final int PAGE = 1_000;

  private final List<AuditEntry> entries;
  private final Map<String, List<Long>> numbersByKey = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  /// What came of a check.
  ///
  /// @param faults everything that is wrong, in words; empty when nothing is
  /// @param lost how many acknowledged changes are not there
  /// @param unknownMade how many changes are there of which nobody was told
  record Verdict(List<String> faults, long lost, long unknownMade) {}

  private HistoryCheck(List<AuditEntry> entries) {
    this.entries = entries;
    for (AuditEntry entry : entries) {
      String key = entry.event().origin().idempotencyKey();
      if (!key.isEmpty()) {
        numbersByKey.computeIfAbsent(key, absent -> new ArrayList<>()).add(entry.seq());
      }
    }
  }

  /// Checks the embedded database of a server that may be stopped, but not its PostgreSQL.
  static Verdict run(Path databaseDirectory, Collection<Operation> history)
      throws SQLException, IOException {
    try (Connection connection = connect(databaseDirectory)) {
      return run(connection, history);
    }
  }

  /// @param connection of the role that owns the tables
  static Verdict run(Connection connection, Collection<Operation> history) throws SQLException {
    var check = new HistoryCheck(entries(connection));
    check.numbersHaveNoGaps();
    check.everyAcknowledgedChangeIsThereOnceAndNoOtherTwice(history);
    check.numbersFollowTheOrderOfAnswers(history);
    check.everyEntryBeginsWhereTheLastOneOnItsTargetEnded();
    check.definitionsAreWhatTheEntriesSay(connection);
    check.digestsAreThoseOfTheDefinitions(connection);
    check.theLogVerifies(connection);
    return new Verdict(check.faults, check.lost(history), check.unknownMade(history));
  }

  private long lost(Collection<Operation> history) {
    return history.stream()
        .filter(Operation::isAcknowledged)
        .filter(operation -> !numbersByKey.containsKey(operation.idempotencyKey()))
        .count();
  }

  private long unknownMade(Collection<Operation> history) {
    return history.stream()
        .filter(operation -> !operation.isAcknowledged())
        .filter(operation -> numbersByKey.containsKey(operation.idempotencyKey()))
        .count();
  }

  private static Connection connect(Path directory) throws SQLException, IOException {
    String port = Files.readString(directory.resolve("port")).strip();
    String password =
        Files.readAllLines(directory.resolve("passwords")).stream()
            .filter(line -> line.startsWith("owner="))
            .map(line -> line.substring("owner=".length()))
            .findFirst()
            .orElseThrow();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "flag_owner", password);
  }

  private static List<AuditEntry> entries(Connection connection) throws SQLException {
    var log = new AuditLog(new SecureRandom());
    List<AuditEntry> all = new ArrayList<>();
    List<AuditEntry> page;
    do {
      page = log.entriesAfter(connection, all.isEmpty() ? 0 : all.getLast().seq(), PAGE);
      all.addAll(page);
    } while (!page.isEmpty());
    return all;
  }

  private void numbersHaveNoGaps() {
    for (int i = 0; i < entries.size(); i++) {
      require(
          entries.get(i).seq() == i + 1,
          "entry " + (i + 1) + " has number " + entries.get(i).seq());
    }
  }

  private void everyAcknowledgedChangeIsThereOnceAndNoOtherTwice(Collection<Operation> history) {
    for (Operation operation : history) {
      List<Long> found = numbersByKey.getOrDefault(operation.idempotencyKey(), List.of());
      if (operation.isAcknowledged()) {
        require(!found.isEmpty(), "LOST: acknowledged change " + operation);
        require(
            found.isEmpty() || found.getLast() == operation.seq().getAsLong(),
            "acknowledged as another number than " + found + ": " + operation);
      }
      // A flag's creation may touch several definitions, but never one of them twice.
      Set<String> targets = new HashSet<>();
      for (long seq : found) {
        AuditEntry entry = entries.get((int) seq - 1);
        require(
            targets.add(entry.event().target().id()), "DOUBLED: " + found + " for " + operation);
      }
    }
  }

  /// If one change was answered before another was asked for, its number is the lower one.
  private void numbersFollowTheOrderOfAnswers(Collection<Operation> history) {
    List<Operation> acknowledged = history.stream().filter(Operation::isAcknowledged).toList();
    var byStart = new ArrayList<>(acknowledged);
    byStart.sort(Comparator.comparingLong(Operation::startNanos));
    var byEnd = new ArrayList<>(acknowledged);
    byEnd.sort(Comparator.comparingLong(Operation::endNanos));
    int ended = 0;
    long highest = 0;
    for (Operation operation : byStart) {
      while (byEnd.get(ended).endNanos() < operation.startNanos()) {
        highest = Math.max(highest, byEnd.get(ended).seq().getAsLong());
        ended++;
      }
      require(
          operation.seq().getAsLong() > highest,
          operation + " has a lower number than " + highest + ", which was answered before");
    }
  }

  private void everyEntryBeginsWhereTheLastOneOnItsTargetEnded() {
    Map<String, JsonValue> current = new HashMap<>();
    for (AuditEntry entry : entries) {
      String target = entry.event().target().id();
      JsonValue before =
          switch (entry.event().change()) {
            case Change.None _, Change.Created _ -> null;
            case Change.Updated updated -> updated.before();
            case Change.Deleted deleted -> deleted.before();
          };
      if (before != null) {
        require(before.equals(current.get(target)), "entry " + entry.seq() + " begins elsewhere");
      }
      switch (entry.event().change()) {
        case Change.None _ -> {}
        case Change.Created created -> current.put(target, created.after());
        case Change.Updated updated -> current.put(target, updated.after());
        case Change.Deleted _ -> current.remove(target);
      }
    }
    replayed = current;
  }

  private Map<String, JsonValue> replayed = Map.of();

  private void definitionsAreWhatTheEntriesSay(Connection connection) throws SQLException {
    Set<String> seen = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT definition.definition_id, version.content
                FROM definition
                JOIN definition_version AS version ON version.seq = definition.current_seq
                WHERE NOT definition.deleted
                """)) {
      while (row.next()) {
        String id = row.getString("definition_id");
        seen.add(id);
        require(
            JsonValue.parse(row.getString("content")).equals(replayed.get(id)),
            "definition " + id + " is not what its entries say");
      }
    }
    require(
        seen.equals(replayed.keySet()),
        "there are " + seen.size() + " definitions, and by the log " + replayed.size());
  }

  private void digestsAreThoseOfTheDefinitions(Connection connection) throws SQLException {
    record Environment(UUID id, UUID projectId, long revision, EnvironmentDigest digest) {}
    List<Environment> environments = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT DISTINCT ON (revision.environment_id)
                  revision.environment_id, definition.project_id, revision.seq, revision.digest
                FROM environment_revision AS revision
                JOIN definition ON definition.definition_id = revision.environment_id
                ORDER BY revision.environment_id, revision.seq DESC
                """)) {
      while (row.next()) {
        environments.add(
            new Environment(
                row.getObject("environment_id", UUID.class),
                row.getObject("project_id", UUID.class),
                row.getLong("seq"),
                EnvironmentDigest.of(row.getBytes("digest"))));
      }
    }
    for (Environment environment : environments) {
      EnvironmentDigest digest =
          EnvironmentState.of(
                  environment.revision,
                  SnapshotReader.objects(connection, environment.projectId, environment.id))
              .state()
              .digest();
      require(
          digest.equals(environment.digest),
          "environment " + environment.id + " does not have the digest of its last revision");
    }
  }

  private void theLogVerifies(Connection connection) throws SQLException {
    AuditVerification verification = new AuditLog(new SecureRandom()).verify(connection);
    require(verification instanceof AuditVerification.Intact, "the log is " + verification);
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }
}
