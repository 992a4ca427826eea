// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.MerkleFrontier;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditLogIT {

  private final AuditLog log = new AuditLog(new SecureRandom());
  private TestDatabase database;
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    database = TestDatabase.create();
    connection = database.runtime();
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void aNewLogIsEmptyAndHasAnEpochOfItsOwn() throws SQLException {
    LogHead head = log.lockHead(connection);

    assertThat(head.seq()).isZero();
    assertThat(head.epoch().version()).isEqualTo(7);
    assertThat(head.epoch().variant()).isEqualTo(2);
    assertThat(Instant.ofEpochMilli(head.epoch().getMostSignificantBits() >>> 16))
        .isBetween(head.lastAt().minusSeconds(60), head.lastAt().plusSeconds(60));
    assertThat(head.frontier()).isEqualTo(MerkleFrontier.EMPTY);
    assertThat(head.at()).isAfterOrEqualTo(head.lastAt());
  }

  @Test
  void anEntryReadsBackAsTheEventThatWasAppended() throws SQLException {
    AuditEvent event = Events.flagTurned("true", "false");

    LogHead head = log.lockHead(connection);
    Appended appended =
        log.append(connection, head, List.of(event), List.of(Events.revision(0, 1)));
    connection.commit();

    assertThat(log.entry(connection, 1))
        .contains(
            new AuditEntry(
                1,
                head.epoch(),
                head.at(),
                event,
                (JsonArray)
                    JsonValue.parse("[{\"op\":\"replace\",\"path\":\"/on\",\"value\":false}]"),
                List.of(Events.revision(0, 1)),
                Set.of(),
                appended.leaves().getFirst().hash()));
    assertThat(log.entry(connection, 2)).isEmpty();
  }

  @Test
  void eventsOfEveryShapeReadBack() throws SQLException {
    JsonValue document =
        JsonValue.parse("{\"n\":12345678901234567890.10,\"s\":\"ü 😀 \\n\",\"z\":null}");
    List<AuditEvent> events =
        List.of(
            Events.of(new Change.None()),
            Events.of(new Change.Created(document)),
            Events.of(new Change.Updated(document, document)),
            Events.of(new Change.Deleted(document)),
            withoutAnythingOptional(new Scope.Installation()),
            withoutAnythingOptional(new Scope.Project(Events.PROJECT)));

    append(events);

    assertThat(log.entriesAfter(connection, 0, 10)).extracting(AuditEntry::event).isEqualTo(events);
  }

  @Test
  void entriesOfATransactionAreNumberedInOrderAndShareOneTime() throws SQLException {
    append(List.of(Events.about("a")));
    LogHead head = log.lockHead(connection);

    Appended appended =
        log.append(
            connection,
            head,
            List.of(Events.about("b"), Events.about("c"), Events.about("d")),
            List.of());
    connection.commit();

    assertThat(appended.leaves()).extracting(Appended.Leaf::seq).containsExactly(2L, 3L, 4L);
    assertThat(log.entriesAfter(connection, 1, 10))
        .extracting(AuditEntry::at)
        .containsOnly(head.at());
  }

  @Test
  void onlyTheLastEntryOfATransactionNamesTheEnvironments() throws SQLException {
    LogHead head = log.lockHead(connection);
    log.append(
        connection,
        head,
        List.of(Events.about("a"), Events.about("b")),
        List.of(Events.revision(0, 2)));
    connection.commit();

    assertThat(log.entriesAfter(connection, 0, 10))
        .extracting(AuditEntry::environments)
        .containsExactly(List.of(), List.of(Events.revision(0, 2)));
  }

  @Test
  void theHeadMovesBehindWhatWasAppended() throws SQLException {
    LogHead head = log.lockHead(connection);
    Appended appended =
        log.append(connection, head, List.of(Events.about("a"), Events.about("b")), List.of());
    connection.commit();

    LogHead next = log.lockHead(connection);

    assertThat(next.seq()).isEqualTo(2);
    assertThat(next.epoch()).isEqualTo(head.epoch());
    assertThat(next.lastAt()).isEqualTo(head.at());
    assertThat(next.frontier()).isEqualTo(appended.head().frontier());
    List<Hash> leaves = appended.leaves().stream().map(Appended.Leaf::hash).toList();
    assertThat(appended.root()).isEqualTo(Hash.ofNode(leaves.get(0), leaves.get(1)));
  }

  @Test
  void aTransactionCanAppendTwice() throws SQLException {
    LogHead head = log.lockHead(connection);
    Appended first = log.append(connection, head, List.of(Events.about("a")), List.of());
    Appended second = log.append(connection, first.head(), List.of(Events.about("b")), List.of());
    connection.commit();

    assertThat(second.leaves()).extracting(Appended.Leaf::seq).containsExactly(2L);
    assertThat(log.verify(connection)).isEqualTo(new AuditVerification.Intact(2, second.root()));
  }

  @Test
  void whatIsRolledBackNeverHappened() throws SQLException {
    LogHead head = log.lockHead(connection);
    log.append(connection, head, List.of(Events.about("a")), List.of());
    connection.rollback();

    assertThat(log.lockHead(connection).seq()).isZero();
    assertThat(log.entriesAfter(connection, 0, 10)).isEmpty();
  }

  @Test
  void aHeadThatIsNotTheLogsIsRefused() throws SQLException {
    LogHead head = log.lockHead(connection);
    log.append(connection, head, List.of(Events.about("a")), List.of());

    assertThatThrownBy(() -> log.append(connection, head, List.of(Events.about("b")), List.of()))
        .hasMessageContaining("duplicate key");
  }

  @Test
  void aHeadOfTheFutureIsRefused() throws SQLException {
    LogHead head = log.lockHead(connection);
    Appended appended = log.append(connection, head, List.of(Events.about("a")), List.of());
    connection.rollback();

    assertThatThrownBy(
            () -> log.append(connection, appended.head(), List.of(Events.about("b")), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("seq 1");
  }

  @Test
  void anAppendOfNothingIsRefused() throws SQLException {
    LogHead head = log.lockHead(connection);

    assertThatThrownBy(() -> log.append(connection, head, List.of(), List.of()))
        .hasMessage("events: none (expected: one or more)");
  }

  @Test
  void aRevisionOtherThanTheLastEventsNumberIsRefused() throws SQLException {
    LogHead head = log.lockHead(connection);

    assertThatThrownBy(() ->
            log.append(
                connection, head, List.of(Events.about("a")), List.of(Events.revision(0, 2))))
        .hasMessage("rev: 2 (expected: 1, the last event's number)");
  }

  @Test
  void anEnvironmentThatIsNamedTwiceIsRefused() throws SQLException {
    LogHead head = log.lockHead(connection);
    var revision = Events.revision(0, 1);

    assertThatThrownBy(() ->
            log.append(connection, head, List.of(Events.about("a")), List.of(revision, revision)))
        .hasMessage("environmentId: " + Events.PRODUCTION + " twice (expected: once)");
  }

  @Test
  void theLockIsRefusedToAConnectionThatCommitsByItself() throws SQLException {
    connection.setAutoCommit(true);

    assertThatThrownBy(() -> log.lockHead(connection)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theTimeIsReadAfterTheWaitForTheLock() throws Exception {
    log.lockHead(connection);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        Connection waiting = database.runtime()) {
      Future<LogHead> head = executor.submit(() -> log.lockHead(waiting));
      awaitOneWaiter();
      Instant released = clockTimestamp(connection);
      connection.rollback();

      assertThat(head.get().at()).isAfter(released);
    }
  }

  @Test
  void timeNeverRunsBackwards() throws SQLException {
    try (Connection owner = database.owner();
        Statement statement = owner.createStatement()) {
      statement.execute("UPDATE log_head SET last_at = clock_timestamp() + interval '1 hour'");
    }

    LogHead head = log.lockHead(connection);

    assertThat(head.at()).isEqualTo(head.lastAt());
  }

  @Test
  void writersAtTheSameTimeLeaveNoGapAndAnIntactLog() throws Exception {
    int writers = 8;
    int appends = 40;
    List<Callable<List<Appended>>> work = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      String target = "writer-" + writer;
      work.add(() -> appendRepeatedly(target, appends));
    }

    List<Appended> all = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(writers)) {
      for (Future<List<Appended>> done : executor.invokeAll(work)) {
        all.addAll(done.get());
      }
    }

    int expected = writers * appends * 2;
    List<AuditEntry> entries = log.entriesAfter(connection, 0, expected + 1);
    assertThat(entries)
        .extracting(AuditEntry::seq)
        .isEqualTo(LongStream.rangeClosed(1, expected).boxed().toList());
    assertThat(entries).extracting(AuditEntry::at).isSorted();
    Appended last =
        all.stream().max(Comparator.comparingLong(appended -> appended.head().seq())).orElseThrow();
    assertThat(log.verify(connection))
        .isEqualTo(new AuditVerification.Intact(expected, last.root()));
  }

  @Test
  void entriesAreReadOldestFirstAfterANumber() throws SQLException {
    append(List.of(Events.about("a"), Events.about("b"), Events.about("c"), Events.about("d")));

    assertThat(log.entriesAfter(connection, 1, 2))
        .extracting(AuditEntry::seq)
        .containsExactly(2L, 3L);
  }

  @Test
  void theHistoryOfTargetsIsReadNewestFirstBeforeANumber() throws SQLException {
    append(
        List.of(
            Events.about("a"),
            Events.about("b"),
            Events.about("a"),
            Events.about("c"),
            Events.about("b"),
            Events.about("a")));

    assertThat(log.historyOf(connection, List.of("a", "b"), 6, 3))
        .extracting(AuditEntry::seq)
        .containsExactly(5L, 3L, 2L);
  }

  @Test
  void anErasedPartIsGoneAndSaidToBe() throws SQLException {
    append(List.of(Events.flagTurned("true", "false")));
    try (Connection owner = database.owner();
        Statement statement = owner.createStatement()) {
      statement.execute("GRANT SELECT, DELETE ON audit_payload TO guidon_erase");
      statement.execute("SET ROLE guidon_erase");
      statement.execute("DELETE FROM audit_payload WHERE seq = 1");
    }

    AuditEntry entry = log.entry(connection, 1).orElseThrow();

    assertThat(entry.erased()).containsOnly(PayloadPart.WHO, PayloadPart.WHAT);
    assertThat(entry.event().actor()).isEqualTo(Actor.user(Events.USER_ID, ""));
    assertThat(entry.event().comment()).isEmpty();
    assertThat(entry.event().change()).isEqualTo(new Change.None());
    assertThat(entry.event().action()).isEqualTo("targeting.updated");
  }

  private void append(List<AuditEvent> events) throws SQLException {
    log.append(connection, log.lockHead(connection), events, List.of());
    connection.commit();
  }

  private List<Appended> appendRepeatedly(String target, int times) throws SQLException {
    List<Appended> appended = new ArrayList<>();
    try (Connection own = database.runtime()) {
      for (int i = 0; i < times; i++) {
        LogHead head = log.lockHead(own);
        List<AuditEvent> events = List.of(Events.about(target), Events.about(target + ":" + i));
        appended.add(log.append(own, head, events, List.of()));
        own.commit();
      }
    }
    return appended;
  }

  private static AuditEvent withoutAnythingOptional(Scope scope) {
    return new AuditEvent(
        Actor.system("retention"),
        Origin.within(Via.JOB),
        scope,
        "setting.updated",
        new Target("setting", "", UUID.randomUUID().toString()),
        "",
        new Change.None(),
        Outcome.FAILED);
  }

  private void awaitOneWaiter() throws SQLException {
    try (Connection owner = database.owner();
        Statement statement = owner.createStatement()) {
      await().until(() -> waiters(statement) == 1);
    }
  }

  private static long waiters(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT count(*) AS waiters
            FROM pg_stat_activity AS activity
            WHERE activity.datname = current_database() AND activity.wait_event_type = 'Lock'
            """)) {
      row.next();
      return row.getLong("waiters");
    }
  }

  private static Instant clockTimestamp(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT clock_timestamp()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }
}
