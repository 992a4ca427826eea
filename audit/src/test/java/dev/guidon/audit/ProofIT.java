// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guidon.audit.tree.Hash;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofIT {

  private static final int SIZE = 21;

  private final AuditLog log = new AuditLog(new SecureRandom());

  @Test
  void theStoredTreeProvesEveryEntryAndEverySizeOfTheLog() throws SQLException {
    try (Connection connection = TestDatabase.create().runtime()) {
      List<Hash> leaves = new ArrayList<>();
      List<Hash> roots = new ArrayList<>(List.of(Hash.ofNothing()));
      for (int i = 0; i < SIZE; i++) {
        List<AuditEvent> event = List.of(Events.about("a"));
        Appended appended = log.append(connection, log.lockHead(connection), event, List.of());
        leaves.add(appended.leaves().getFirst().hash());
        roots.add(appended.root());
      }

      for (int size = 0; size <= SIZE; size++) {
        assertThat(log.root(connection, size)).isEqualTo(roots.get(size));
        for (int seq = 1; seq <= size; seq++) {
          assertThat(
                  log.inclusionProof(connection, seq, size)
                      .leads(leaves.get(seq - 1), roots.get(size)))
              .isTrue();
        }
        for (int from = 0; from <= size; from++) {
          assertThat(
                  log.consistencyProof(connection, from, size)
                      .leads(roots.get(from), roots.get(size)))
              .isTrue();
        }
      }
    }
  }

  @Test
  void whatIsBeyondTheLogCannotBeProved() throws SQLException {
    try (Connection connection = TestDatabase.create().runtime()) {
      List<AuditEvent> events = Collections.nCopies(3, Events.about("a"));
      log.append(connection, log.lockHead(connection), events, List.of());

      assertThatThrownBy(() -> log.inclusionProof(connection, 2, 9))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("tree: nothing at level ");
    }
  }
}
