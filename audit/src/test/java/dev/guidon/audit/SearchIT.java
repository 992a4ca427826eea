// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Four entries: Ada turns `checkout` off in production; Bob creates `banner` in another project; a job does something to
/// the installation; Ada turns `checkout` on again.
class SearchIT {

  private static final AuditLog LOG = new AuditLog(new SecureRandom());
  private static final UUID OTHER_PROJECT = UUID.fromString("0199c1a0-0000-7000-8000-000000000009");

  private static TestDatabase database;

  @BeforeAll
  static void appendSomething() throws SQLException {
    database = TestDatabase.create();
    for (AuditEvent event :
        List.of(
            Events.flagTurned("true", "false"),
            new AuditEvent(
                Actor.user("bob", "Bob Hopper"),
                new Origin(new Via(Via.Kind.PAT, "bobs-token"), "req-2", "", "", ""),
                new Scope.Project(OTHER_PROJECT),
                "flag.created",
                new Target("flag", "banner", "0199c1a0-0000-7000-8000-000000000005"),
                "For the autumn sale",
                new Change.None(),
                Outcome.SUCCEEDED),
            new AuditEvent(
                Actor.system("job"),
                Origin.within(Via.JOB),
                new Scope.Installation(),
                "log.verified",
                new Target("log", "", "log"),
                "",
                new Change.None(),
                Outcome.SUCCEEDED),
            Events.flagTurned("false", "true"))) {
      try (Connection connection = database.runtime()) {
        LOG.append(connection, LOG.lockHead(connection), List.of(event), List.of());
        connection.commit();
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void aFilterFindsWhatMeetsIt(EntryFilter filter, List<Long> newestFirst) throws SQLException {
    assertThat(found(filter, Long.MAX_VALUE, 10)).isEqualTo(newestFirst);
  }

  static Stream<Arguments> aFilterFindsWhatMeetsIt() {
    return Stream.of(
        argumentSet("all", EntryFilter.ALL, List.of(4L, 3L, 2L, 1L)),
        argumentSet("an actor", EntryFilter.ALL.actor("bob"), List.of(2L)),
        argumentSet("a token", EntryFilter.ALL.token("bobs-token"), List.of(2L)),
        argumentSet("an action", EntryFilter.ALL.action("targeting.updated"), List.of(4L, 1L)),
        argumentSet("a project", EntryFilter.ALL.project(OTHER_PROJECT), List.of(2L)),
        argumentSet(
            "an environment", EntryFilter.ALL.environment(Events.PRODUCTION), List.of(4L, 1L)),
        argumentSet("a kind", EntryFilter.ALL.targetKind("log"), List.of(3L)),
        argumentSet("a key", EntryFilter.ALL.targetKey("checkout"), List.of(4L, 1L)),
        argumentSet("a target", EntryFilter.ALL.targetId(Events.FLAG_ID), List.of(4L, 1L)),
        argumentSet("a request", EntryFilter.ALL.request("req-2"), List.of(2L)),
        argumentSet("numbers", EntryFilter.ALL.numbered(2, 3), List.of(3L, 2L)),
        argumentSet("a word of a comment", EntryFilter.ALL.text("autumn"), List.of(2L)),
        argumentSet("a name", EntryFilter.ALL.text("lovelace"), List.of(4L, 1L)),
        argumentSet("a word of a key", EntryFilter.ALL.text("Banner"), List.of(2L)),
        argumentSet("words, one of them not", EntryFilter.ALL.text("ada -tax"), List.<Long>of()),
        argumentSet(
            "what may be seen",
            EntryFilter.ALL.within(Set.of(OTHER_PROJECT), Set.of(Events.PRODUCTION)),
            List.of(4L, 2L, 1L)),
        argumentSet(
            "a project but not its environments",
            EntryFilter.ALL.within(Set.of(Events.PROJECT, OTHER_PROJECT), Set.of()),
            List.of(2L)),
        argumentSet("nothing", EntryFilter.ALL.within(Set.of(), Set.of()), List.<Long>of()),
        argumentSet("several", EntryFilter.ALL.actor(Events.USER_ID).numbered(2, 4), List.of(4L)));
  }

  @Test
  void timesBeginAndEndWhereTheyAre() throws SQLException {
    Instant second;
    try (Connection connection = database.runtime()) {
      second = LOG.entry(connection, 2).orElseThrow().at();
    }

    assertThat(found(EntryFilter.ALL.from(second), Long.MAX_VALUE, 10)).containsExactly(4L, 3L, 2L);
    assertThat(found(EntryFilter.ALL.until(second), Long.MAX_VALUE, 10)).containsExactly(1L);
    assertThat(
            found(EntryFilter.ALL.from(Instant.parse("2999-01-01T00:00:00Z")), Long.MAX_VALUE, 10))
        .isEmpty();
    assertThat(found(EntryFilter.ALL.until(Instant.EPOCH), Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() throws SQLException {
    assertThat(found(EntryFilter.ALL, Long.MAX_VALUE, 3)).containsExactly(4L, 3L, 2L);
    assertThat(found(EntryFilter.ALL, 2, 3)).containsExactly(1L);
    try (Connection connection = database.runtime()) {
      assertThat(LOG.oldest(connection, EntryFilter.ALL.actor(Events.USER_ID), 1, 10))
          .extracting(AuditEntry::seq)
          .containsExactly(4L);
    }
  }

  private static List<Long> found(EntryFilter filter, long before, int limit) throws SQLException {
    try (Connection connection = database.runtime()) {
      return LOG.newest(connection, filter, before, limit).stream().map(AuditEntry::seq).toList();
    }
  }
}
