// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.guidon.audit.AuditVerification.Broken;
import dev.guidon.audit.AuditVerification.Intact;
import dev.guidon.audit.tree.Hash;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody who may do anything to the tables, triggers included, changes something.
class VerificationIT {

  private static final int SIZE = 11;

  private static final AuditLog LOG = new AuditLog(new SecureRandom());
  private static TestDatabase database;
  private static Hash root;

  private Connection owner;

  @BeforeAll
  static void appendSomething() throws SQLException {
    database = TestDatabase.create();
    try (Connection connection = database.runtime()) {
      for (int i = 0; i < SIZE; i++) {
        List<AuditEvent> event = List.of(Events.flagTurned("true", "false"));
        root = LOG.append(connection, LOG.lockHead(connection), event, List.of()).root();
        connection.commit();
      }
    }
  }

  @BeforeEach
  void disableTriggers() throws SQLException {
    owner = database.owner();
    owner.setAutoCommit(false);
    for (String table : List.of("audit_entry", "audit_payload", "audit_node")) {
      execute("ALTER TABLE " + table + " DISABLE TRIGGER ALL");
    }
  }

  @AfterEach
  void undo() throws SQLException {
    owner.rollback();
    owner.close();
  }

  @Test
  void aLogThatNobodyTouchedIsIntact() throws SQLException {
    assertThat(LOG.verify(owner)).isEqualTo(new Intact(SIZE, root));
  }

  @Test
  void anEmptyLogIsIntact() throws SQLException {
    try (Connection connection = TestDatabase.create().runtime()) {
      assertThat(LOG.verify(connection)).isEqualTo(new Intact(0, Hash.ofNothing()));
    }
  }

  @Test
  void aLogOfSeveralPagesIsIntact() throws SQLException {
    try (Connection connection = TestDatabase.create().runtime()) {
      List<AuditEvent> events = Collections.nCopies(2_500, Events.about("a"));
      Appended appended = LOG.append(connection, LOG.lockHead(connection), events, List.of());

      assertThat(LOG.verify(connection)).isEqualTo(new Intact(2_500, appended.root()));
    }
  }

  @ParameterizedTest
  @MethodSource
  void tamperingIsFoundWhereItHappened(String tampering, long at, String problem)
      throws SQLException {
    execute(tampering);

    assertThat(LOG.verify(owner))
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> {
              assertThat(broken.at()).isEqualTo(at);
              assertThat(broken.problem()).startsWith(problem);
            });
  }

  static Stream<Arguments> tamperingIsFoundWhereItHappened() {
    Stream<Arguments> columns =
        Stream.of(
                "at = at - interval '1 microsecond'",
                "actor_kind = 'system'",
                "actor_id = 'somebody-else'",
                "via = 'session'",
                "token_selector = NULL",
                "project_id = NULL",
                "environment_id = gen_random_uuid()",
                "action = 'flag.deleted'",
                "target_kind = 'segment'",
                "target_key = NULL",
                "target_id = 'other'",
                "outcome = 'failed'",
                "request_id = 'another'")
            .map(set ->
                argumentSet(
                    set, "UPDATE audit_entry SET " + set + " WHERE seq = 7", 7, "columns: "));
    Stream<Arguments> others =
        Stream.of(
            argumentSet(
                "a bit of an entry",
                "UPDATE audit_entry SET canonical = set_bit(canonical, 100, 1 - get_bit(canonical, 100)) WHERE seq = 5",
                5,
                "leaf hash: "),
            argumentSet(
                "a bit of a leaf hash",
                "UPDATE audit_entry SET leaf_hash = set_bit(leaf_hash, 9, 1 - get_bit(leaf_hash, 9)) WHERE seq = 5",
                5,
                "leaf hash: "),
            argumentSet(
                "an entry and its leaf hash",
                rewritten("replace(text, 'updated', 'deleted')"),
                6,
                "tree nodes: "),
            argumentSet(
                "two entries swapped",
                "UPDATE audit_entry AS a SET canonical = b.canonical, leaf_hash = b.leaf_hash FROM audit_entry AS b WHERE a.seq IN (3, 4) AND b.seq = 7 - a.seq",
                3,
                "entry: seq 4 (expected: 3)"),
            argumentSet("an entry removed", "DELETE FROM audit_entry WHERE seq = 8", 8, "seq: 9"),
            argumentSet(
                "the last entry removed",
                "DELETE FROM audit_entry WHERE seq = 11",
                11,
                "entry: missing"),
            argumentSet(
                "an entry put behind the head",
                "INSERT INTO audit_entry SELECT 12, at, actor_kind, actor_id, via, token_selector, project_id, environment_id, action, target_kind, target_key, target_id, outcome, canonical, leaf_hash, request_id FROM audit_entry WHERE seq = 11",
                11,
                "head: seq 11 (expected: 12)"),
            argumentSet(
                "a payload put behind the head",
                "INSERT INTO audit_payload SELECT 12, part, salt, content, search FROM audit_payload WHERE seq = 11",
                11,
                "head: seq 11 (expected: 12)"),
            argumentSet(
                "a node put behind the head",
                "INSERT INTO audit_node SELECT 2, 2, hash FROM audit_node WHERE level = 2 AND index = 1",
                11,
                "head: seq 11 (expected: 12)"),
            argumentSet(
                "the content of who",
                "UPDATE audit_payload SET content = '{\"v\":1}' WHERE seq = 4 AND part = 'who'",
                4,
                "payload who: "),
            argumentSet(
                "the content of what",
                "UPDATE audit_payload SET content = '{\"v\":1}' WHERE seq = 4 AND part = 'what'",
                4,
                "payload what: "),
            argumentSet(
                "content that is not JSON",
                "UPDATE audit_payload SET content = '\\xff' WHERE seq = 4 AND part = 'what'",
                4,
                "entry: not canonical JSON: "),
            argumentSet(
                "a salt",
                "UPDATE audit_payload SET salt = sha256('') WHERE seq = 4 AND part = 'who'",
                4,
                "payload who: "),
            argumentSet(
                "a copy for searching",
                "UPDATE audit_payload SET search = '{}' WHERE seq = 4 AND part = 'who'",
                4,
                "payload: search "),
            argumentSet(
                "words for searching",
                "UPDATE audit_payload SET words = '' WHERE seq = 4 AND part = 'who'",
                4,
                "payload: search "),
            argumentSet(
                "a part removed",
                "DELETE FROM audit_payload WHERE seq = 2 AND part = 'what'",
                2,
                "payload: "),
            argumentSet(
                "a part moved",
                "UPDATE audit_payload SET seq = 12 WHERE seq = 11 AND part = 'what'",
                11,
                "head: "),
            argumentSet(
                "a node changed",
                "UPDATE audit_node SET hash = sha256('') WHERE level = 2 AND index = 0",
                4,
                "tree nodes: "),
            argumentSet(
                "a node removed",
                "DELETE FROM audit_node WHERE level = 3 AND index = 0",
                8,
                "tree nodes: "),
            argumentSet(
                "the head's seq set back",
                "UPDATE log_head SET seq = 10",
                10,
                "head: seq 10 (expected: 11)"),
            argumentSet(
                "the head's root", "UPDATE log_head SET root = sha256('')", 11, "head: root "),
            argumentSet(
                "the head's frontier",
                "UPDATE log_head SET frontier = int8send(0)",
                11,
                "head: frontier"),
            argumentSet(
                "a frontier that is none",
                "UPDATE log_head SET frontier = ''",
                11,
                "head: frontier: 0 bytes"),
            argumentSet("the head removed", "DELETE FROM log_head", 0, "head: missing"));
    return Stream.concat(columns, others);
  }

  // Consistent as far as one row goes.
  private static String rewritten(String expression) {
    return """
    WITH forged AS (
      SELECT convert_to(%s, 'UTF8') AS canonical
      FROM (SELECT convert_from(canonical, 'UTF8') AS text FROM audit_entry WHERE seq = 6) AS entry
    )
    UPDATE audit_entry SET canonical = forged.canonical, leaf_hash = sha256('\\x00'::bytea || forged.canonical)
    FROM forged WHERE seq = 6
    """
        .formatted(expression);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
